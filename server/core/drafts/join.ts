/** The draft of a whole source text from the drafts of its sentences. */
import { CODE, FORMAT } from '../language/characters.ts';
import type { Span } from '../model.ts';

export interface JoinedDraft {
  text: string;
  /** Where each sentence's draft lies in `text`, in the order given. */
  targetSpans: Span[];
}

const GAP = new RegExp(`^[\\s${CODE}${FORMAT}]*`);
const INVISIBLE = new RegExp(`[${FORMAT}]`, 'g');

/**
 * Joins drafts of sentences with what stands between those sentences in the source: white space, and inline codes that belong to none of them.
 * The white space at both ends of the source is kept. `sentences` are in the order of the source; those without a draft are left out,
 * and the neighbours of such a hole stand apart as the first of them stands apart from what follows it in the source.
 */
export function joinSentences(source: string, sentences: readonly { span: Span; text: string }[]): JoinedDraft {
  const targetSpans: Span[] = [];
  let text = spaceBefore(source, sentences[0]?.span);
  for (const [index, sentence] of sentences.entries()) {
    const start = text.length;
    text += sentence.text;
    targetSpans.push({ start, end: text.length });
    text += spaceAfter(source, sentence.span, sentences[index + 1]?.span);
  }
  return { text, targetSpans };
}

function spaceBefore(source: string, first: Span | undefined): string {
  if (!first) return '';
  return gapAt(source.slice(0, first.start)) + /^\s*/.exec(source.slice(first.start, first.end))![0];
}

/** Sentences that touch in the source, as Arabic writers often let them, still need a space in English. */
function spaceAfter(source: string, { start, end }: Span, next: Span | undefined): string {
  const space = /\s*$/.exec(source.slice(start, end))![0] + gapAt(source.slice(end, next?.start));
  return next && !/\s/.test(space) ? `${space} ` : space;
}

function gapAt(text: string): string {
  return GAP.exec(text)![0].replace(INVISIBLE, '');
}
