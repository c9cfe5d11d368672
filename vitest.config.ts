import { defineConfig } from 'vitest/config';

/** Globs of test files this machine cannot run; scripts/test.mjs fills it in and names them at the end. */
const leftOut = (process.env.DRAGOMAN_TESTS_LEFT_OUT ?? '').split(',').filter(Boolean);

const ALONE = 'tests/{browser,faults}/**/*.test.ts';

/** Tests that share nothing run beside each other; whatever starts servers, browsers or kills processes has the machine to itself. */
export default defineConfig({
  test: {
    env: { DRAGOMAN_TEST: '1', DRAGOMAN_BROWSER: 'none', DRAGOMAN_LOG: 'silent' },
    projects: [
      {
        extends: true,
        test: {
          name: 'side by side',
          include: ['tests/**/*.test.ts'],
          exclude: [ALONE, ...leftOut],
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'one at a time',
          include: [ALONE],
          exclude: leftOut,
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
