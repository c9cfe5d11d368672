/**
 * What the checks say about good translations, where every alarm is a false one, and how many injected errors they catch.
 * Run: npm run bench:checks FILE.tsv …   (source, target and, if given, draft, one pair on a line)
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHECK_IDS, type CheckId, type Finding } from '../server/core/checks/check.ts';
import type { Pair } from '../server/core/checks/pair-text.ts';
import { runChecks, runDocumentChecks } from '../server/core/checks/run.ts';
import { cpuTimeMs } from '../tests/support/cpu-time.ts';
import { seededRandom } from '../tests/support/random.ts';
import { ERROR_KINDS, type ErrorKind, type Row } from './error-injection.ts';

const SEED = 20_260_701;
/** Reported apart: they compare with a draft, and are as good as it is. */
const BY_DRAFT: readonly CheckId[] = ['name', 'omission', 'addition', 'untouched-draft'];
const BARS = { high: 1, rules: 3.5, name: 2, omission: 2 };
const LONG = 100_000;
const MOST_TIMES = 20;

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run bench:checks FILE.tsv …');
  process.exitCode = 2;
}
for (const file of files) {
  const rows = rowsOf(file);
  console.log(`\n${path.basename(file)}: ${rows.length} pairs, ${rows.filter(({ draft }) => draft !== undefined).length} with a draft`);
  reportAlarms(rows);
  reportCatches(rows);
}
if (files.length > 0) reportCost();

function rowsOf(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean);
  return lines.map((line) => {
    const [source = '', target = '', draft] = line.split('\t');
    return { source, target, ...(draft && { draft }) };
  });
}

function reportAlarms(rows: readonly Row[]): void {
  const findings = rows.map((row) => runChecks(row).findings);
  const share = (holds: (finding: Finding) => boolean) => (100 * findings.filter((found) => found.some(holds)).length) / rows.length;
  const isRule = ({ check }: Finding) => !BY_DRAFT.includes(check);
  const withDrafts = rows.some(({ draft }) => draft !== undefined);
  console.log('false alarms, % of pairs');
  line(
    'high severity',
    share((finding) => isRule(finding) && finding.severity === 'high'),
    BARS.high,
  );
  line('rule checks together', share(isRule), BARS.rules);
  if (withDrafts)
    for (const check of ['name', 'omission'] as const)
      line(
        check,
        share((finding) => finding.check === check),
        BARS[check],
      );
  const each = CHECK_IDS.map((id) => [id, share(({ check }) => check === id)] as const).filter(([, percent]) => percent > 0);
  console.log(`  each: ${each.map(([id, percent]) => `${id} ${percent.toFixed(2)}`).join(' · ')}`);
  const together = runDocumentChecks(rows.map((row, index) => ({ ...row, id: String(index) })));
  console.log(`  as one document: ${CHECK_IDS.flatMap((id) => countOf(id, together.findings)).join(' · ') || 'nothing'}`);
}

function countOf(id: CheckId, findings: readonly { check: CheckId }[]): string[] {
  const count = findings.filter(({ check }) => check === id).length;
  return count > 0 ? [`${id} ${count}`] : [];
}

function line(name: string, percent: number, bar: number): void {
  console.log(`  ${name.padEnd(24)}${percent.toFixed(2).padStart(6)}   ≤ ${bar}: ${percent <= bar ? 'held' : 'NOT HELD'}`);
}

/** Caught: a check fires that is silent on the translation as it was. */
function reportCatches(rows: readonly Row[]): void {
  console.log('injected errors caught, %                     by its own check   by any     of');
  for (const kind of ERROR_KINDS) {
    const { own, any, count } = catchesOf(kind, rows);
    if (count === 0) continue;
    const [ownPercent, anyPercent] = [(100 * own) / count, (100 * any) / count];
    const verdict = kind.bar === undefined ? '' : `≥ ${kind.bar}: ${anyPercent >= kind.bar ? 'held' : 'NOT HELD'}`;
    console.log(`  ${kind.name.padEnd(44)}${ownPercent.toFixed(1).padStart(8)}${anyPercent.toFixed(1).padStart(14)}${String(count).padStart(7)}   ${verdict}`);
  }
}

function catchesOf(kind: ErrorKind, rows: readonly Row[]): { own: number; any: number; count: number } {
  const random = seededRandom(SEED);
  const sum = { own: 0, any: 0, count: 0 };
  for (const [index, row] of rows.entries()) {
    if (kind.needsDraft && row.draft === undefined) continue;
    const target = kind.inject(row, random, rows[(index + 1) % rows.length]!);
    if (target === null || target === row.target) continue;
    const before = new Set(runChecks(row).findings.map(({ check }) => check));
    const fresh = runChecks({ ...row, target }).findings.filter(({ check }) => !before.has(check) && check !== 'untouched-draft');
    sum.count++;
    if (fresh.some(({ check }) => kind.expected.includes(check))) sum.own++;
    if (fresh.length > 0) sum.any++;
  }
  return sum;
}

/** What a unit of text costs in texts made to be costly, against a paragraph of 1 kB, in the same run. */
function reportCost(): void {
  const paragraph = costlyPairs(1000).find(({ name }) => name === 'a paragraph of news')!;
  const base = Math.min(perUnit(paragraph.pair, 200), perUnit({ ...paragraph.pair, draft: undefined }, 400));
  console.log(`\ncost per character against a paragraph of 1 kB (${(base * 1e6).toFixed(0)} ns), bar ${MOST_TIMES} ×`);
  for (const { name, pair } of costlyPairs(LONG)) {
    const times = perUnit(pair, 1) / base;
    console.log(`  ${name.padEnd(44)}${times.toFixed(2).padStart(8)} ×   ${times <= MOST_TIMES ? 'held' : 'NOT HELD'}`);
  }
}

function perUnit(pair: Pair, times: number): number {
  const work = (): void => {
    for (let round = 0; round < times; round++) runChecks(pair);
  };
  return cpuTimeMs(work) / times / (pair.source.length + pair.target.length + (pair.draft?.length ?? 0));
}

function costlyPairs(units: number): { name: string; pair: Pair }[] {
  const arabic = readFileSync('samples/russia-china.ar.txt', 'utf8').replaceAll('\n', ' ');
  const english =
    'On Friday, Mikhail Mishustin said that Beijing would not pay $12.5 million before 3 March 2023 (a “plan” of the Ministry), Xinhua reported. ';
  const fill = (part: string): string => part.repeat(Math.ceil(units / part.length)).slice(0, units);
  const digits = Array.from({ length: Math.min(10_000, units) }, (_, at) => String((at * 7919) % 10)).join('');
  const figures = Array.from({ length: 5000 }, (_, at) => at * 37).join(' ');
  const quotes = Math.min(5000, units);
  return [
    { name: 'a paragraph of news', pair: { source: fill(arabic), target: fill(english), draft: fill(english.replace('Friday', 'Monday')) } },
    { name: '10,000 digits', pair: { source: digits, target: digits.slice(1) } },
    { name: '5,000 figures', pair: { source: figures, target: figures.replaceAll('7', '8') } },
    { name: 'numbers in words', pair: { source: fill('ثلاثة رجال وخمسة وعشرون كتابا '), target: fill('four men and thirty-five books ') } },
    { name: '5,000 nested quotes', pair: { source: `${'«'.repeat(quotes)}نعم${'»'.repeat(quotes)}`, target: `${'“'.repeat(quotes)}yes${'”'.repeat(quotes)}` } },
    { name: '5,000 quotes that do not close', pair: { source: 'نعم', target: '“('.repeat(quotes) } },
    { name: 'one word over and over', pair: { source: fill('لا '), target: fill('no '), draft: fill('No ') } },
    {
      name: 'names only',
      pair: { source: fill('بورسيلينو وماريو وكوستيلو '), target: fill('Kingsway Holborn Raonic '), draft: fill('Borsellino Mario Costello ') },
    },
    { name: 'one long word', pair: { source: fill('ب'), target: fill('b'), draft: fill('B') } },
    { name: 'spaces', pair: { source: fill(' '), target: `a${fill(' ')}.` } },
    { name: 'signs', pair: { source: fill('؟'), target: fill('? '), draft: fill('!') } },
    { name: 'brackets of tags and addresses', pair: { source: fill('<b {{x www.'), target: fill('<a ${y http://') } },
    { name: 'full stops', pair: { source: fill('أ.'), target: fill('a.') } },
    { name: 'commas', pair: { source: fill('،'), target: fill(',') } },
    { name: 'combining marks', pair: { source: fill('\u064e'), target: `a${fill('\u0301')}` } },
    { name: 'signs of direction', pair: { source: fill('\u200f'), target: fill('\u202b') } },
    { name: 'opening brackets', pair: { source: 'نعم', target: fill('(') } },
    { name: 'the the', pair: { source: fill('رجل '), target: fill('the the '), draft: fill('The man ') } },
    { name: 'Arabic digits', pair: { source: fill('٣'), target: fill('3') } },
    { name: 'addresses', pair: { source: fill('https://a.example/٣ '), target: fill('https://b.example/3 ') } },
    { name: 'sites', pair: { source: fill('a-b.example.com.'), target: fill('a.b.c.com ') } },
    { name: 'denials', pair: { source: fill('لا يأكل ليس فحسب '), target: fill('only in un dis non ') } },
    { name: 'halves and measures', pair: { source: fill('نصف ساعة ونصف '), target: fill('half an hour and a half ') } },
    { name: 'months and days', pair: { source: fill('5 مارس في أوت '), target: fill('4, 5 and 6 Mar. ') } },
    { name: 'small letters behind stops', pair: { source: 'نعم.', target: fill('a b. c? ') } },
  ];
}
