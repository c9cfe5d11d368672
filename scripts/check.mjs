// npm run check: everything a change must pass, one line per step. `-- --static` leaves the tests out.
import { spawnSync } from 'node:child_process';

const bin = (file, ...args) => [process.execPath, `node_modules/${file}`, ...args];
const types = (project) => bin('typescript/bin/tsc', '--noEmit', '-p', project);

const STATIC = [
  ['format', bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['types: server', types('tsconfig.json')],
  ['types: core', types('server/core/tsconfig.json')],
  ['types: browser', types('public/tsconfig.json')],
  ['types: workers', types('public/workers/tsconfig.json')],
  ['types: tests', types('tests/tsconfig.json')],
  ['lint', bin('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
  ['import rules', bin('dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', 'server', 'public')],
  ['unused code', bin('knip/bin/knip.js')],
];

const failed = STATIC.filter(([name, command]) => !passes(name, command)).map(([name]) => name);
const withoutTests = process.argv.includes('--static');
if (failed.length === 0 && !withoutTests && !passes('tests', [process.execPath, 'scripts/test.mjs'])) failed.push('tests');

console.log(
  failed.length === 0 ? 'Everything passes.' : `Failed: ${failed.join(', ')}.${failed.includes('tests') || withoutTests ? '' : ' The tests were not run.'}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Runs one step, silent unless it fails. */
function passes(name, [command, ...args]) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 });
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${status === 0 ? '✓' : '✗'} ${name.padEnd(16)}${seconds} s`);
  if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd());
  return status === 0;
}
