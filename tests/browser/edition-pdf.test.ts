import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDb } from '../support/database.ts';
import { launchChromium } from '../support/chromium.ts';
import { addTranslatedArticle, article } from '../support/document.ts';
import { exportedText, exportsOf } from '../support/exports.ts';

let folder: string;
let pdf: string;

beforeAll(async () => {
  const { db, remove } = await openTestDb();
  const { amal, documentId } = await addTranslatedArticle(db);
  const { text } = await exportedText(exportsOf(db), amal, documentId);
  await remove();
  folder = mkdtempSync(path.join(tmpdir(), 'dragoman-print-'));
  const html = path.join(folder, 'edition.html');
  pdf = path.join(folder, 'edition.pdf');
  writeFileSync(html, text);
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(pathToFileURL(html).href);
  await page.pdf({ path: pdf, tagged: true, preferCSSPageSize: true });
  await browser.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pagesOf = () =>
  execFileSync('pdftotext', ['-enc', 'UTF-8', pdf, '-'])
    .toString()
    .split('\f')
    .filter((page) => page.trim() !== '');
/** Letters and digits alone: printing ties letters, gives Arabic ones their shapes of presentation, and sets marks and narrow spaces where it likes. */
const letters = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{Nd}]/gu, '');
/** Readers of printed lines take an Arabic line that holds punctuation piece by piece, so whole lines cannot be compared; words can. */
const wordsOf = (text: string) => text.match(/[\p{L}\p{M}\p{Nd}]+/gu)!.map(letters);
const opening = (text: string) => letters(/[\p{L}\p{M}]+(?: [\p{L}\p{M}]+){0,3}/u.exec(text)![0]);

test('prints as A4 pages with the title over all but the first, and their numbers', () => {
  const facts = execFileSync('pdfinfo', [pdf]).toString();
  expect(facts).toMatch(/Page size:\s+59[45]\.\d+ x 84[12]/);
  const pages = pagesOf();
  expect(pages.length).toBeGreaterThan(1);
  for (const [index, page] of pages.entries()) {
    expect(
      page
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).toContain(String(index + 1));
    if (index > 0) expect(page.trim().split('\n')[0]!.trim()).toBe(article.titleEnglish);
  }
});

test('prints a tagged document in English with Arabic in it', () => {
  expect(execFileSync('pdfinfo', [pdf]).toString()).toMatch(/Tagged:\s+yes/);
  expect(readFileSync(pdf).includes('/StructTreeRoot')).toBe(true);
  const structure = execFileSync('pdfinfo', ['-struct-text', pdf]).toString();
  expect(structure.match(/^\s*H1\b/gm)?.length).toBeGreaterThanOrEqual(1);
  expect(structure.match(/^\s*LI\b/gm)).toHaveLength(14);
});

test.each([
  ['English', article.english],
  ['Arabic', article.arabic],
])('prints the %s of all pairs, in order', (_language, texts) => {
  const printed = letters(pagesOf().join('\n'));
  let place = 0;
  for (const text of texts) {
    const found = printed.indexOf(opening(text), place);
    expect([opening(text), found >= place]).toEqual([opening(text), true]);
    place = found + 1;
    expect(wordsOf(text).filter((word) => !printed.includes(word))).toEqual([]);
  }
});

test('prints the English in lines that read as written', () => {
  const printed = letters(pagesOf().join('\n'));
  expect(article.english.filter((english) => !printed.includes(letters(english)))).toEqual([]);
});

test('prints no word of the interface', () => {
  const text = pagesOf().join('\n');
  expect(text).not.toMatch(/Side by side|One above the other|English only|Arabic only|Paragraph|About this edition|Layout/);
});

test('breaks no pair across pages', () => {
  const pages = pagesOf().map(letters);
  for (const [index, english] of article.english.entries()) {
    const page = pages.find((candidate) => candidate.includes(letters(english))) ?? '';
    expect(page).toContain(opening(article.arabic[index]!));
    expect(wordsOf(article.arabic[index]!).filter((word) => !page.includes(word))).toEqual([]);
  }
});
