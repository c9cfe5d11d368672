import { defineConfig } from 'vitest/config';

/** Globs of test files this machine cannot run; scripts/test.mjs fills it in and names them at the end. */
const leftOut = (process.env.DRAGOMAN_TESTS_LEFT_OUT ?? '').split(',').filter(Boolean);

/** Whatever promises to end within so many seconds has the machine to itself. */
const ALONE = ['tests/faults/start-and-stop.test.ts', 'tests/faults/f13-*.test.ts', 'tests/faults/f32-*.test.ts'];

/** All other tests share nothing and run beside each other: three files at a time keep two cores busy, since most of them wait for something. */
export default defineConfig({
  test: {
    // One thread drafts: many servers run beside each other here, each with an engine of its own.
    env: { DRAGOMAN_TEST: '1', DRAGOMAN_BROWSER: 'none', DRAGOMAN_LOG: 'silent', DRAGOMAN_MT_THREADS: '1' },
    // A busy machine answers late: what is waited for may take this long before it counts as never.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'side by side',
          // A test leaves nothing behind in a module, so that the next file need not load the program anew.
          isolate: false,
          include: ['tests/**/*.test.ts'],
          exclude: [...ALONE, ...leftOut],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'one at a time',
          include: ALONE,
          exclude: leftOut,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
