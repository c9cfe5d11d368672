/** `dragoman segment` and `dragoman draft`, the built program as processes: text in, text out, no database. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { projectRoot } from '../../server/project-root.ts';
import { newPlace, PROGRAM, type Place } from '../support/program.ts';
import { readProjectFile } from '../support/project-files.ts';
import { ensureBuilt } from '../support/workbench.ts';

const ARTICLE = readProjectFile('samples/russia-china.ar.txt');
const SHORT = '\ufeffمرحبا. كيف الحال؟\r\n\r\n  أهلا وسهلا.\r\nhttps://example.org/a\r\n';

interface Sentence {
  paragraph: number;
  start: number;
  end: number;
  text: string;
}
interface Drafted {
  paragraph: number;
  source: string;
  draft: string;
  sentences: { start: number; end: number; target: string; score: number }[];
  model: string;
}

let place: Place;
beforeAll(async () => {
  place = newPlace();
  await ensureBuilt();
});
afterAll(() => place.remove());

function jsonLines<T>(printed: string): T[] {
  expect(printed === '' || printed.endsWith('\n')).toBe(true);
  return printed
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);
}

function asWindows1256(text: string): Uint8Array {
  const table = new Map(Array.from(new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)), (char, byte) => [char, byte]));
  return Uint8Array.from(text, (char) => table.get(char) ?? 0x3f);
}

/** The last process of a pipe reads one line; what the first ended with comes back. */
function readOneLine(command: string, input: string, env = place.environment()) {
  const script = `set -o pipefail; "${process.execPath}" "${PROGRAM}" ${command} | head -n 1`;
  return spawnSync('bash', ['-c', script], { input, encoding: 'utf8', env, timeout: 60_000 });
}

describe('segment', () => {
  test('goes on after abbreviations of one’s own, and says when their list cannot be read', () => {
    const list = path.join(place.folder, 'exceptions.txt');
    writeFileSync(list, '# ours\nقطكو\n');
    expect(place.feed(['segment', '--exceptions', list], 'زار قطكو. الكبرى. ثم عاد.').stdout).toBe('زار قطكو. الكبرى.\nثم عاد.\n');
    const { status, stderr } = place.feed(['segment', '--exceptions', `${list}.gone`], 'نعم.');
    expect(status).toBe(EXIT.inputUnreadable);
    expect(stderr).toContain('exceptions.txt.gone');
  });

  test('prints one sentence per line', () => {
    const { status, stdout, stderr } = place.feed(['segment'], SHORT);
    expect([status, stdout, stderr]).toEqual([0, 'مرحبا.\nكيف الحال؟\nأهلا وسهلا.\nhttps://example.org/a\n', '']);
  });

  test('with --json gives offsets into the whole input, in which the byte order mark and CR LF count', () => {
    const found = jsonLines<Sentence>(place.feed(['segment', '--json'], SHORT).stdout);
    expect(found).toEqual([
      { paragraph: 0, start: 1, end: 7, text: 'مرحبا.' },
      { paragraph: 0, start: 8, end: 18, text: 'كيف الحال؟' },
      { paragraph: 1, start: 24, end: 35, text: 'أهلا وسهلا.' },
      { paragraph: 2, start: 37, end: 58, text: 'https://example.org/a' },
    ]);
    for (const { start, end, text } of found) expect(SHORT.slice(start, end)).toBe(text);
  });

  test('says exactly paragraph, start, end and text, and finds the fourteen paragraphs of the article', () => {
    const { stdout } = place.feed(['segment', '--json', '--lang', 'ar'], ARTICLE);
    expect(stdout.split('\n')[0]).toMatch(/^\{"paragraph":0,"start":0,"end":\d+,"text":"منذ .*"\}$/);
    const found = jsonLines<Sentence>(stdout);
    expect(new Set(found.map(({ paragraph }) => paragraph))).toEqual(new Set(Array.from({ length: 14 }, (_, index) => index)));
    for (const { start, end, text } of found) expect(ARTICLE.slice(start, end)).toBe(text);
  });

  test('cuts English by English rules', () => {
    const text = 'He met Dr. Smith at 5 p.m. on Monday. They spoke.\n';
    expect(place.feed(['segment', '--lang', 'en'], text).stdout).toBe('He met Dr. Smith at 5 p.m. on Monday.\nThey spoke.\n');
  });

  test.each([
    ['utf-16le', Buffer.from(`\ufeff${ARTICLE}`, 'utf16le')],
    ['windows-1256', asWindows1256(ARTICLE)],
  ])('finds out that the input is %s', (_encoding, bytes) => {
    const { status, stdout } = place.feed(['segment'], bytes);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[\p{Script=Arabic}\s]/u);
    expect(stdout).not.toContain('\ufffd');
  });

  test('reads megabytes at once and gives all of them back', () => {
    const text = `${ARTICLE}\n`.repeat(1500);
    const found = jsonLines<Sentence>(spawnSync(process.execPath, [PROGRAM, 'segment', '--json'], bigOptions(text)).stdout);
    expect(found.at(-1)!.paragraph).toBe(14 * 1500 - 1);
    expect(text.slice(found.at(-1)!.start, found.at(-1)!.end)).toBe(found.at(-1)!.text);
  });

  function bigOptions(input: string) {
    return { input, encoding: 'utf8' as const, env: place.environment(), maxBuffer: 256 * 1024 * 1024 };
  }

  test.each([
    ['nothing', ''],
    ['blank lines', ' \n\r\n\u200f\n'],
    ['a byte order mark', '\ufeff'],
  ])('of %s makes nothing, which is no mistake', (_name, input) => {
    const { status, stdout, stderr } = place.feed(['segment', '--json'], input);
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  });

  test.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /begins like a PNG file/],
    ['controls', Buffer.alloc(5000, 2), /no text/],
    ['UTF-8 that is cut off', Buffer.from(ARTICLE).subarray(0, 301), /damaged or cut off/],
    ['more than it can hold', Buffer.alloc(101 * 1024 * 1024, 0x61), /longer than 100 MB/],
  ])('refuses %s', (_name, bytes, sentence) => {
    const { status, stdout, stderr } = place.feed(['segment'], bytes);
    expect([status, stdout]).toEqual([EXIT.inputUnreadable, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('refuses a folder as input', () => {
    const { status, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${PROGRAM}" segment < /`], { encoding: 'utf8', env: place.environment() });
    expect([status, stderr]).toEqual([EXIT.inputUnreadable, expect.stringContaining('it is a folder')]);
  });

  test('ends quietly when nobody reads on', () => {
    const { status, stdout, stderr } = readOneLine('segment', `${ARTICLE}\n`.repeat(200));
    expect([status, stdout.split('\n').length, stderr]).toEqual([0, 2, '']);
  });

  test.skipIf(!existsSync('/dev/full'))('says that its output cannot be written', () => {
    const script = `"${process.execPath}" "${PROGRAM}" segment > /dev/full`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { input: ARTICLE, encoding: 'utf8', env: place.environment() });
    expect([status, stderr]).toEqual([EXIT.outputNotWritable, expect.stringContaining('cannot be written')]);
  });

  test.each([
    [['--lang', 'fr'], /--lang is ar or en, not “fr”/],
    [['--jsn'], /Unknown option '--jsn'/],
    [['article.txt'], /comes from standard input/],
  ])('written wrongly (%s) shows its usage', (args, sentence) => {
    const { status, stderr } = place.feed(['segment', ...args], ARTICLE);
    expect(status).toBe(EXIT.usage);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('Usage: dragoman segment');
  });
});

describe('draft', { timeout: 90_000 }, () => {
  test('prints the English with the line ends and blank lines of the input', () => {
    const { status, stdout, stderr } = place.feed(['draft'], SHORT);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[A-Z][^\r\n]*\r\n\r\n {2}[A-Z][^\r\n]*\r\nhttps:\/\/example\.org\/a\r\n$/);
    expect(stdout).not.toMatch(/[\u0600-\u06ff\ufeff]/);
  });

  test('with --json tells paragraph, source, draft, sentences and model, and the offsets are in the source', () => {
    const lines = ARTICLE.split('\n').slice(0, 2);
    const { status, stdout } = place.feed(['draft', '--json'], `\r\n${lines.join('\r\n')}`);
    expect(status).toBe(0);
    const drafted = jsonLines<Drafted>(stdout);
    expect(drafted.map((one) => Object.keys(one))).toEqual(Array(2).fill(['paragraph', 'source', 'draft', 'sentences', 'model']));
    expect(drafted.map(({ paragraph, source, model }) => [paragraph, source, model])).toEqual(lines.map((line, index) => [index, line, 'ar-en-starter']));
    const [, second] = drafted;
    expect(second!.draft).toBe(second!.sentences.map(({ target }) => target).join(' '));
    expect(second!.sentences.map(({ start, end }) => second!.source.slice(start, end)).join(' ')).toBe(second!.source);
    for (const sentence of drafted.flatMap(({ sentences }) => sentences)) {
      expect(Object.keys(sentence)).toEqual(['start', 'end', 'target', 'score']);
      expect(sentence.score).toBeLessThan(0);
      expect(sentence.target).toMatch(/^[A-Z"“]/);
    }
  });

  test('cuts sentences where segment does', () => {
    const text = ARTICLE.split('\n').slice(1, 2).join('\n');
    const [drafted] = jsonLines<Drafted>(place.feed(['draft', '--json'], text).stdout);
    const cut = jsonLines<Sentence>(place.feed(['segment', '--json'], text).stdout);
    expect(drafted!.sentences.map(({ start, end }) => [start, end])).toEqual(cut.map(({ start, end }) => [start, end]));
  });

  test('keeps private-use characters of the input, and offsets right beside them', () => {
    const [drafted] = jsonLines<Drafted>(place.feed(['draft', '--json'], '\ue003 مرحبا بكم. \uf8ff').stdout);
    expect(drafted!.source).toBe('\ue003 مرحبا بكم. \uf8ff');
    expect(drafted!.draft).toContain('\ue003');
    expect(drafted!.draft).toContain('\uf8ff');
  });

  test('makes nothing of nothing', () => {
    const { status, stdout } = place.feed(['draft', '--json'], '');
    expect([status, stdout]).toEqual([0, '']);
  });

  test('without a model says which file is missing', () => {
    const { status, stdout, stderr } = place.feed(['draft'], ARTICLE, { DRAGOMAN_MODEL: path.join(place.folder, 'nowhere') });
    expect([status, stdout]).toEqual([EXIT.modelUnusable, '']);
    expect(stderr).toContain('nowhere/config.json is missing');
    expect(stderr).toContain('DRAGOMAN_MODEL');
  });

  test('with a damaged model says so', () => {
    const model = path.join(place.folder, 'damaged');
    cpSync(path.join(projectRoot, 'models/ar-en-starter'), model, { recursive: true });
    truncateSync(path.join(model, 'onnx/encoder_model.onnx'), 1000);
    const { status, stderr } = place.feed(['draft'], ARTICLE, { DRAGOMAN_MODEL: model });
    expect([status, stderr]).toEqual([EXIT.modelUnusable, expect.stringContaining('encoder_model.onnx is not as it should be')]);
  });

  test('with files that do not fit each other says in one line what was found, and what to do', () => {
    const model = path.join(place.folder, 'نموذج ناقص');
    cpSync(path.join(projectRoot, 'models/ar-en-starter'), model, { recursive: true });
    rmSync(path.join(model, 'manifest.json'));
    writeFileSync(path.join(model, 'config.json'), JSON.stringify({ model_type: 'marian', vocab_size: 9000, d_model: 256 }));
    const { status, stdout, stderr } = place.feed(['draft'], ARTICLE, { DRAGOMAN_MODEL: model });
    expect([status, stdout]).toEqual([EXIT.modelUnusable, '']);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/نموذج ناقص cannot be loaded: config\.json: .*decoder_layers/),
      expect.stringContaining('DRAGOMAN_MODEL'),
    ]);
  });

  test('refuses a paragraph no model could read before it drafts any', () => {
    const { status, stdout, stderr } = place.feed(['draft'], `مرحبا\n${'كلمة '.repeat(20_000)}`);
    expect([status, stdout]).toEqual([EXIT.inputUnreadable, '']);
    expect(stderr).toContain('longer than 65536 characters');
  });

  test('gives each paragraph as soon as it is made, and ends quietly with its engine when nobody reads on', async () => {
    const { status, stdout, stderr } = readOneLine('draft', `${ARTICLE}\n`.repeat(20), engineEnvironment());
    expect([status, stdout.split('\n').length, stderr]).toEqual([0, 2, '']);
    await expectNoEngine();
  });

  test('ends with its engine on Ctrl-C', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'draft'], { env: engineEnvironment(), stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
    child.stdin.end(ARTICLE);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(enginesOf(place.folder)).not.toBe('');
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    await expectNoEngine();
  });

  /** The engine carries the model's folder among its arguments, so a folder of our own tells ours from others. */
  function engineEnvironment(): NodeJS.ProcessEnv {
    const model = path.join(place.folder, 'ours');
    if (!existsSync(model)) symlinkSync(path.join(projectRoot, 'models/ar-en-starter'), model);
    return place.environment({ DRAGOMAN_MODEL: model });
  }

  function enginesOf(folder: string): string {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
    return stdout
      .split('\n')
      .filter((line) => line.includes(folder))
      .join('\n');
  }

  async function expectNoEngine(): Promise<void> {
    let left = '';
    for (let tries = 0; tries < 50; tries++) {
      left = enginesOf(place.folder);
      if (left === '') return;
      await wait(100);
    }
    expect(left).toBe('');
  }
});

describe('both', () => {
  test('leave the data folder alone', () => {
    expect(existsSync(place.dataFile(''))).toBe(false);
  });
});
