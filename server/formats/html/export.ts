import { directionOf } from '../../core/language/direction.ts';
import type { InlineCode } from '../../core/model.ts';
import { decodeAs, encodeUtf8 } from '../charset.ts';
import { applyEdits, type Edit } from '../edits.ts';
import type { ExportRequest, TranslatedBlock } from '../format.ts';
import { isChanged, partsOf } from '../hole.ts';
import { turnCss } from './css.ts';
import { isStyleSheet, pageEdits, runsFromRight } from './page.ts';
import { scanHtml, type Piece, type StartTag } from './scan.ts';
import { HtmlSkeleton, type HtmlHole } from './skeleton.ts';
import { DirectionStack, isBeforeArabic, markAsSource, turnMarkup, turnTag, type Turn } from './turn.ts';

/**
 * The page in the target language, in UTF-8: translations poured in with what HTML needs escaped; language, direction, alignment and sides
 * turned round in tags and style sheets; blocks without a translation left in Arabic and marked as such. Everything else stays letter by letter.
 */
export function writeHtml(request: ExportRequest): Uint8Array {
  const { text, hasBom } = decodeAs(request.original, request.encoding);
  const pieces: Piece[] = [];
  scanHtml(text, '', (piece) => pieces.push(piece));
  const { sourceLang, targetLang } = request;
  const writer = new HtmlWriter(request, { sourceLang, targetLang, isRtl: runsFromRight(pieces) });
  const edits = [...writer.pour(), ...writer.turn(pieces), ...pageEdits(pieces, { sourceLang, targetLang })];
  return encodeUtf8(applyEdits(text, edits), hasBom);
}

class HtmlWriter {
  readonly #request: ExportRequest;
  readonly #turn: Turn;
  readonly #holes: HtmlHole[];
  /** Start tags of elements that hold one Arabic block and nothing else. */
  readonly #arabicTags = new Set<number>();
  readonly #isTranslated: boolean;

  constructor(request: ExportRequest, turn: Turn) {
    this.#request = request;
    this.#turn = turn;
    this.#holes = HtmlSkeleton.parse(request.skeleton).holes;
    this.#isTranslated = this.#holes.some((hole) => request.blocks.has(hole.anchor) && !this.#isVerbatim(hole));
  }

  pour(): Edit[] {
    return this.#holes.flatMap((hole): Edit[] => {
      const translated = this.#request.blocks.get(hole.anchor);
      if (!translated) return this.#markAsSource(hole);
      return isChanged(hole, translated) ? [{ start: hole.start, end: hole.end, text: this.#render(translated, hole) }] : [];
    });
  }

  #markAsSource({ start, end, tag }: HtmlHole): Edit[] {
    if (tag !== null) {
      this.#arabicTags.add(tag);
      return [];
    }
    const { sourceLang } = this.#request;
    return [
      { start, end: start, text: `<span lang="${sourceLang}" dir="${directionOf(sourceLang)}">` },
      { start: end, end, text: '</span>' },
    ];
  }

  #render(translated: TranslatedBlock, hole: HtmlHole): string {
    return partsOf(translated)
      .map((part) => ('text' in part ? escapeText(part.text, hole.isPlain ? ' ' : '<br>') : this.#markup(part.code)))
      .join('')
      .trim();
  }

  #markup(code: InlineCode): string {
    return code.type === 'private' ? code.data : turnMarkup(code.data, this.#turn);
  }

  /** Edits of all tags and style sheets, but for those in blocks that were poured or stay Arabic. */
  turn(pieces: readonly Piece[]): Edit[] {
    const edits: Edit[] = [];
    const directions = new DirectionStack(this.#turn.isRtl);
    const closed = this.#holes.filter((hole) => !this.#isVerbatim(hole));
    let [next, nextHole] = [0, 0];
    pieces.forEach((piece, index) => {
      while (next < closed.length && closed[next]!.end <= piece.start) next++;
      while (nextHole < this.#holes.length && this.#holes[nextHole]!.end <= piece.start) nextHole++;
      const isOpen = next === closed.length || piece.start < closed[next]!.start;
      if (piece.type === 'start') {
        const isRtl = directions.enter(piece);
        const isArabic = this.#staysArabic(piece, pieces[index + 1], this.#holes[nextHole]);
        if (isOpen) edits.push(...this.#turnTag(piece, { isRtl, isArabic }));
      } else if (piece.type === 'end') directions.leave(piece.name);
      else if (isStyleSheet(piece, pieces[index - 1])) edits.push({ start: piece.start, end: piece.end, text: turnCss(piece.text, this.#turn.isRtl) });
    });
    return edits;
  }

  /** Translated with the very words of the source, such as a name in Latin letters. */
  #isVerbatim(hole: HtmlHole): boolean {
    const translated = this.#request.blocks.get(hole.anchor);
    return translated !== undefined && !isChanged(hole, translated);
  }

  /** Whether the element holds Arabic words that were never given to anybody to translate, in a page that is English by now. */
  #staysArabic(tag: StartTag, next: Piece | undefined, hole: HtmlHole | undefined): boolean {
    const isInHole = hole !== undefined && next !== undefined && hole.start < next.end;
    return this.#isTranslated && !isInHole && isBeforeArabic(tag, next);
  }

  #turnTag(tag: StartTag, { isRtl, isArabic }: { isRtl: boolean; isArabic: boolean }): Edit[] {
    if (isArabic || this.#arabicTags.has(tag.start)) return markAsSource(tag, this.#turn.sourceLang);
    return turnTag(tag, { ...this.#turn, isRtl });
  }
}

function escapeText(text: string, newLine: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;')
    .replace(/\r\n|\r|\n/g, newLine);
}
