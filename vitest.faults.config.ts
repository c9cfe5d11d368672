import { defineConfig } from 'vitest/config';

/** Filled in by scripts/faults.mjs: the files that try a fault, wherever they lie. */
const files = (process.env.DRAGOMAN_FAULT_FILES ?? '').split(',').filter(Boolean);

/** Every fault at its full length, one after the other. */
export default defineConfig({
  test: {
    env: { DRAGOMAN_TEST: '1', DRAGOMAN_BROWSER: 'none', DRAGOMAN_LOG: 'silent', DRAGOMAN_FAULTS: 'all' },
    include: files.length > 0 ? files : ['tests/faults/**/*.{test,fault}.ts'],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 90_000,
  },
});
