import { decodeAs, encodeUtf8 } from '../charset.ts';
import { applyEdits, usualLineEnd, type Edit } from '../edits.ts';
import type { ExportRequest } from '../format.ts';
import { controlsBetween, isChanged } from '../hole.ts';
import { turnMarkup, type Turn } from '../html/turn.ts';
import { directionOf } from '../../core/language/direction.ts';
import { frontMatterLength, saysRtl, turnFrontMatter } from './front-matter.ts';
import { renderMarkdown } from './render.ts';
import { MarkdownSkeleton, type MarkdownHole } from './skeleton.ts';

/**
 * The file with its blocks translated, in UTF-8. A translation is one line of the file; what is not touched stays letter by letter.
 * Once anything is translated the file is English: raw HTML and front matter are turned round, and what stays Arabic is marked as such.
 */
export function writeMarkdown(request: ExportRequest): Uint8Array {
  const steps = writeMarkdownInSteps(request);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** {@link writeMarkdown}, one block a step: each is read back as Markdown, which takes its time. */
export function* writeMarkdownInSteps(request: ExportRequest): Generator<undefined, Uint8Array> {
  const { text, hasBom } = decodeAs(request.original, request.encoding);
  const { holes, rawHtml, alignments } = MarkdownSkeleton.parse(request.skeleton);
  const turn: Turn = { sourceLang: request.sourceLang, targetLang: request.targetLang, isRtl: false };
  const manner = { turn, lineEnd: usualLineEnd(text) };
  const poured: Edit[] = [];
  for (const hole of holes) {
    poured.push(...pour(hole, request, manner));
    yield;
  }
  if (poured.length === 0) return encodeUtf8(text, hasBom);
  const marked = holes.filter((hole) => !request.blocks.has(hole.anchor)).flatMap((hole) => markAsSource(hole, request.sourceLang));
  const turned = rawHtml.map(({ start, end }) => ({ start, end, text: turnMarkup(text.slice(start, end), turn) }));
  const front = { start: 0, end: frontMatterLength(text) };
  const frontEdit = { ...front, text: turnFrontMatter(text.slice(0, front.end), request.sourceLang, request.targetLang) };
  const isRtl = saysRtl(text.slice(0, front.end));
  const aligned = alignments.map(({ start, end }) => ({ start, end, text: turnAlignment(text.slice(start, end), isRtl) }));
  const kept = [front, ...holes, ...rawHtml, ...alignments].sort((a, b) => a.start - b.start);
  return encodeUtf8(applyEdits(text, [frontEdit, ...poured, ...marked, ...turned, ...aligned, ...controlsBetween(text, kept)]), hasBom);
}

/** A column aligned to the right is Arabic by itself; one to the left was meant as the far side only where the file says that it runs from right to left. */
function turnAlignment(dashes: string, isRtl: boolean): string {
  return dashes.replace(/(:?)(-+)(:?)/g, (all: string, left: string, line: string, right: string) => {
    if (left === right) return all;
    if (right) return `:${line}`;
    return isRtl ? `${line}:` : all;
  });
}

function pour(hole: MarkdownHole, { blocks }: ExportRequest, manner: { turn: Turn; lineEnd: string }): Edit[] {
  const translated = blocks.get(hole.anchor);
  return translated && isChanged(hole, translated) ? [{ start: hole.start, end: hole.end, text: renderMarkdown(translated, hole, manner) }] : [];
}

/** Markdown has no word for language, HTML has, and may stand in it. */
function markAsSource({ start, end }: MarkdownHole, lang: string): Edit[] {
  return [
    { start, end: start, text: `<span lang="${lang}" dir="${directionOf(lang)}">` },
    { start: end, end, text: '</span>' },
  ];
}
