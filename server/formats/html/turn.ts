/** What a tag says of language, direction and sides, turned round. */
import { directionOf } from '../../core/language/direction.ts';
import { applyEdits, type Edit } from '../edits.ts';
import { turnCss } from './css.ts';
import { scanHtml, type Attribute, type Piece, type StartTag } from './scan.ts';

export interface Turn {
  sourceLang: string;
  targetLang: string;
  /** The page, or the element the tag stands in, runs from right to left. */
  isRtl: boolean;
}

/** The edits that make a start tag fit the target language. `<bdo>` says how its own letters run and is left alone. */
export function turnTag(tag: StartTag, turn: Turn): Edit[] {
  if (tag.name === 'bdo') return [];
  const isRtl = runsRtl(tag, turn.isRtl);
  const edits: Edit[] = [];
  for (const [name, attribute] of tag.attributes) {
    const value = tag.name === 'meta' ? turnMeta(tag, name, turn) : turnValue(name, attribute.value, { ...turn, isRtl });
    if (value !== attribute.value) edits.push(replaceAttribute(name, attribute, value));
  }
  return edits;
}

/** Whether an element runs from right to left, by its own word or by what is around it. */
export function runsRtl(tag: StartTag, isRtlAround: boolean): boolean {
  const own = tag.attributes.get('dir')?.value.trim().toLowerCase();
  if (own === 'rtl' || own === 'ltr') return own === 'rtl';
  const styled = /(?<![\w-])direction\s*:\s*(rtl|ltr)\b/i.exec(tag.attributes.get('style')?.value ?? '')?.[1]?.toLowerCase();
  return styled === undefined ? isRtlAround : styled === 'rtl';
}

function turnValue(name: string, value: string, { sourceLang, targetLang, isRtl }: Turn): string {
  switch (name) {
    case 'dir':
      return value.trim().toLowerCase() === 'rtl' ? directionOf(targetLang) : value;
    case 'lang':
    case 'xml:lang':
      return isLanguage(value, sourceLang) ? targetLang : value;
    case 'align':
      return turnAlign(value, isRtl);
    case 'style':
      return turnCss(value, isRtl);
    default:
      return value;
  }
}

function turnAlign(value: string, isRtl: boolean): string {
  const side = value.trim().toLowerCase();
  if (side === 'right') return 'left';
  return side === 'left' && isRtl ? 'right' : value;
}

function turnMeta(tag: StartTag, name: string, { sourceLang, targetLang }: Turn): string {
  const value = tag.attributes.get(name)!.value;
  const about = (tag.attributes.get('http-equiv') ?? tag.attributes.get('property') ?? tag.attributes.get('name'))?.value.toLowerCase();
  if (name === 'charset') return 'utf-8';
  if (name !== 'content') return value;
  if (about === 'content-type') return value.replace(/(charset\s*=\s*)[\w-]+/i, '$1utf-8');
  return (about === 'content-language' || about === 'og:locale') && isLanguage(value, sourceLang) ? targetLang : value;
}

/** `ar`, `ar-EG` and `ar_EG` are all Arabic. */
export function isLanguage(tag: string, language: string): boolean {
  return tag.trim().toLowerCase().split(/[-_]/)[0] === language.toLowerCase();
}

/** The edit that gives a tag's attribute a value, whether it is there or not. */
export function setAttribute(tag: StartTag, name: string, value: string): Edit {
  const attribute = tag.attributes.get(name);
  if (attribute) return replaceAttribute(name, attribute, value);
  const at = tag.start + 1 + tag.name.length;
  return { start: at, end: at, text: ` ${name}="${escapeAttribute(value)}"` };
}

function replaceAttribute(name: string, { start, end }: Attribute, value: string): Edit {
  return { start, end, text: `${name}="${escapeAttribute(value)}"` };
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** A bit of HTML, such as one inline tag, turned round. */
export function turnMarkup(html: string, turn: Turn): string {
  const pieces: Piece[] = [];
  scanHtml(html, '', (piece) => pieces.push(piece));
  const edits: Edit[] = [];
  const directions = new DirectionStack(turn.isRtl);
  pieces.forEach((piece, index) => {
    if (piece.type === 'end') directions.leave(piece.name);
    if (piece.type !== 'start') return;
    const isRtl = directions.enter(piece);
    edits.push(...(isBeforeArabic(piece, pieces[index + 1]) ? markAsSource(piece, turn.sourceLang) : turnTag(piece, { ...turn, isRtl })));
  });
  return applyEdits(html, edits);
}

/** Whether Arabic words follow the tag at once: where nobody could translate them, their element is Arabic. */
export function isBeforeArabic(tag: StartTag, next: Piece | undefined): boolean {
  return next?.type === 'text' && !tag.isVoid && tag.name !== 'script' && tag.name !== 'style' && /\p{Script=Arabic}/u.test(next.text);
}

/** The edits by which an element says that it is in the source language. */
export function markAsSource(tag: StartTag, sourceLang: string): Edit[] {
  return [setAttribute(tag, 'lang', sourceLang), setAttribute(tag, 'dir', directionOf(sourceLang))];
}

/** Which way the text runs at a place in the file, told by the elements that say so. */
export class DirectionStack {
  readonly #isRtl: boolean;
  readonly #open: { name: string; isRtl: boolean; depth: number }[] = [];

  /** @param isRtl how the page as a whole runs */
  constructor(isRtl: boolean) {
    this.#isRtl = isRtl;
  }

  /** Takes note of a start tag. Returns how the text runs that its element stands in. */
  enter(tag: StartTag): boolean {
    const around = this.#open.at(-1)?.isRtl ?? this.#isRtl;
    if (tag.isVoid) return around;
    const isRtl = runsRtl(tag, around);
    const top = this.#open.at(-1);
    if (isRtl !== around) this.#open.push({ name: tag.name, isRtl, depth: 1 });
    else if (top?.name === tag.name) top.depth++;
    return around;
  }

  leave(name: string): void {
    const top = this.#open.at(-1);
    if (top?.name !== name) return;
    top.depth--;
    if (top.depth === 0) this.#open.pop();
  }
}
