// npm test: builds, runs every test once, and says by name which ones this machine could not run.
// Anything after -- goes to vitest: `npm test -- tests/core`, `npm test -- -t "arabic"`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { ensureBrowserTools } from './ensure-chromium.mjs';

const started = Date.now();
const { chromium, pdftotext } = ensureBrowserTools();
const leftOut = testFiles().filter((file) => (!chromium && needsChromium(file)) || (!pdftotext && needsPdftotext(file)));

const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
if (build.status !== 0) {
  console.error(`${build.stdout}${build.stderr}\nThe build failed; no test was run.`);
  process.exit(1);
}

const vitest = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, DRAGOMAN_TESTS_LEFT_OUT: leftOut.join(','), ...(chromium && { CHROMIUM_PATH: chromium }) },
});

if (leftOut.length > 0) {
  console.log(`\nLEFT OUT: ${leftOut.length} test files need ${chromium ? 'pdftotext (poppler-utils)' : 'Chromium (install it, or set CHROMIUM_PATH)'}:`);
  for (const file of leftOut) console.log(`  ${file}`);
}
console.log(`Tests took ${Math.round((Date.now() - started) / 1000)} s.`);
process.exitCode = vitest.status ?? 1;

/** Files that drive a browser live in tests/browser/, or say so in their name. */
function needsChromium(file) {
  return file.startsWith('tests/browser/') || file.includes('.browser.');
}

/** Files that read printed pages carry `pdf` in their name. */
function needsPdftotext(file) {
  return /pdf/.test(file);
}

function testFiles() {
  return readdirSync('tests', { recursive: true })
    .map((name) => `tests/${String(name).replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
}
