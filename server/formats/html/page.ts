/** The page as a whole: its root, its encoding, the way it runs. */
import { directionOf } from '../../core/language/direction.ts';
import type { Edit } from '../edits.ts';
import type { Piece, StartTag } from './scan.ts';
import { runsRtl, setAttribute, type Turn } from './turn.ts';

const ROOT_STYLE = /(?:^|[\s,}])(?:html|body|:root|\*)\s*(?:,[^{}]*)?\{[^{}]*(?<![\w-])direction\s*:\s*rtl\b/i;

/** Whether the page runs from right to left, by its root elements or a style sheet of its own. */
export function runsFromRight(pieces: readonly Piece[]): boolean {
  return pieces.some((piece, index) => {
    if (piece.type === 'start') return (piece.name === 'html' || piece.name === 'body') && runsRtl(piece, false);
    return isStyleSheet(piece, pieces[index - 1]) && ROOT_STYLE.test(piece.text);
  });
}

/** Whether the piece is the text of a `<style>` element. */
export function isStyleSheet(piece: Piece, before: Piece | undefined): piece is Extract<Piece, { type: 'text' }> {
  return piece.type === 'text' && before?.type === 'start' && before.name === 'style';
}

/** Edits that no single tag asks for: a root without language, a page that never said its encoding. Fragments have neither. */
export function pageEdits(pieces: readonly Piece[], turn: Pick<Turn, 'sourceLang' | 'targetLang'>): Edit[] {
  const tags = pieces.filter((piece): piece is StartTag => piece.type === 'start');
  const find = (name: string) => tags.find((tag) => tag.name === name);
  const html = find('html');
  const isPage = html !== undefined || find('head') !== undefined || find('body') !== undefined || pieces.some((piece) => piece.type === 'doctype');
  if (!isPage) return [];
  const begin = pieces.find((piece) => piece.type === 'doctype')?.end ?? 0;
  return [...rootEdits(html, begin, turn.targetLang), ...charsetEdits((find('head') ?? html)?.end ?? begin, tags), ...declarationEdits(pieces)];
}

function rootEdits(html: StartTag | undefined, begin: number, targetLang: string): Edit[] {
  const dir = directionOf(targetLang);
  if (html) return ['lang', 'dir'].filter((name) => !html.attributes.has(name)).map((name) => setAttribute(html, name, name === 'lang' ? targetLang : dir));
  return [{ start: begin, end: begin, text: `<html lang="${targetLang}" dir="${dir}">` }];
}

function charsetEdits(at: number, tags: readonly StartTag[]): Edit[] {
  const isSaid = tags.some(
    (tag) => tag.name === 'meta' && (tag.attributes.has('charset') || tag.attributes.get('http-equiv')?.value.toLowerCase() === 'content-type'),
  );
  if (isSaid) return [];
  return [{ start: at, end: at, text: '<meta charset="utf-8">' }];
}

/** `<?xml … encoding="…"?>`, which HTML reads as a comment. */
function declarationEdits(pieces: readonly Piece[]): Edit[] {
  const first = pieces.find((piece) => piece.type === 'comment');
  if (!first || !/^\?xml\s/.test(first.text)) return [];
  return [{ start: first.start, end: first.end, text: `<${first.text.replace(/(encoding\s*=\s*["'])[^"']*/i, '$1utf-8')}>` }];
}
