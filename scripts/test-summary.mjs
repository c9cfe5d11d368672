// Turns vitest's JSON report into the last line of .ci/run: `N passed, N failed, N skipped`.
// Arguments: the report, then the number of checks before the tests that failed; each counts as one failure.
import { existsSync, readFileSync } from 'node:fs';

const [file = '', failedChecks = '0'] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;

const passed = report?.numPassedTests ?? 0;
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
// A file that could not be loaded has no tests to count and is a failure all the same; so is a run that left no report.
const unloaded =
  report?.testResults.filter((result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed')).length ?? 1;
const failed = (report?.numFailedTests ?? 0) + unloaded + Number(failedChecks);

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
