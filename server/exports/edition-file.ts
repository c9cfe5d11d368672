/** What an edition shows → one HTML file that needs nothing from anywhere. The same view gives the same bytes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Translate } from '../http/locale.ts';
import { createTemplates } from '../http/templates.ts';
import { takeTurns } from '../http/turns.ts';
import { projectRoot } from '../project-root.ts';
import type { EditionView } from './edition-view.ts';

const fill = createTemplates(path.join(projectRoot, 'views'));
const PUBLIC = path.join(projectRoot, 'public');
const SHEET_LINK = '<link rel="stylesheet" href="edition.css">';
const PAIRS_PLACE = '<!-- pairs -->\n';
const PAIRS_AT_ONCE = 20;

/** The licence asks for the notice in every copy. */
const FONT_NOTICE = [
  '/* Fonts: Source Serif 4, © 2014–2023 Adobe, with Reserved Font Name “Source”; Amiri, © 2010–2022 The Amiri Project Authors.',
  '   Licensed under the SIL Open Font License, Version 1.1: https://openfontlicense.org */',
].join('\n');

/** @param t words in the language that the edition is read in */
export async function editionFile(view: EditionView, t: Translate): Promise<Uint8Array> {
  const frame = fill('exports/edition', { ...view, t });
  const pairs = await pairsOf(view, t);
  const giveWay = takeTurns();
  const characters = new Set<string>();
  for (const part of [frame, ...pairs]) {
    for (const char of part) characters.add(char);
    await giveWay();
  }
  const html = frame.replace(PAIRS_PLACE, () => pairs.join(''));
  const sheet = `<style>\n${FONT_NOTICE}\n${sheetFor(html, characters, view.title)}</style>`;
  return Buffer.from(html.replace(SHEET_LINK, () => sheet));
}

/** The pairs of a long text are written a few at a time, so that nobody waits for them. */
async function pairsOf(view: EditionView, t: Translate): Promise<string[]> {
  const giveWay = takeTurns();
  const written: string[] = [];
  for (let at = 0; at < view.pairs.length; at += PAIRS_AT_ONCE) {
    written.push(fill('exports/_pairs', { ...view, pairs: view.pairs.slice(at, at + PAIRS_AT_ONCE), t }));
    await giveWay();
  }
  return written;
}

/** The edition's sheet with the title that runs over its pages, the fonts that this file needs inside, and no other. */
function sheetFor(html: string, characters: ReadonlySet<string>, title: string): string {
  return readFileSync(path.join(PUBLIC, 'styles', 'edition.css'), 'utf8')
    .replaceAll(/@font-face \{[^}]*\}\n/g, (face) => (isNeeded(face, html, characters) ? withFont(face) : ''))
    .replace(/(['"])Running title\1/, () => cssString(title));
}

function isNeeded(face: string, html: string, characters: ReadonlySet<string>): boolean {
  if (/font-weight: [67]00/.test(face) && !/<(?:h[2-6]|strong|em)>/.test(html)) return false;
  const ranges = [...(/unicode-range: ([^;]+);/.exec(face)?.[1] ?? '').matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].map(
    ([, from = '', to = from]) => [parseInt(from, 16), parseInt(to, 16)] as const,
  );
  return [...characters].some((char) => ranges.some(([from, to]) => char.codePointAt(0)! >= from && char.codePointAt(0)! <= to));
}

function withFont(face: string): string {
  return face.replace(
    /url\((fonts\/[\w-]+\.woff2)\)/,
    (_url, file: string) => `url(data:font/woff2;base64,${readFileSync(path.join(PUBLIC, file)).toString('base64')})`,
  );
}

/** Any text as a CSS string; nothing in it can end the string or the style element. */
function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} ]/gu, (char) => `\\${char.codePointAt(0)!.toString(16)} `)}"`;
}
