/**
 * Sentences by rule. Own rules because general tools fail on Arabic (abbreviations, initials, quotes with their speakers, missing spaces).
 * A sentence ends at a hard break and at every stop after which no rule says that it goes on.
 */
import type { Span } from '../model.ts';
import { CODE_PATTERN } from '../inline/codes.ts';
import { isBlank, type Language } from '../language/direction.ts';
import { ARABIC_RULES } from './arabic-rules.ts';
import { ENGLISH } from './english-rules.ts';
import { NO_EXCEPTIONS, type Exceptions } from './exceptions.ts';
import { linesOf } from './lines.ts';
import { BULLETS, itemsOf } from './list-items.ts';
import { nestingOf } from './nesting.ts';
import type { Rule } from './rules.ts';
import { skipInvisible, Stop, stopsIn } from './stops.ts';

/** Changes whenever the same text may be cut differently. Drafts remember it; one whose sentence is still cut the same stays its draft. */
export const SEGMENTER_VERSION = 'rules-5';

const RULES: Readonly<Record<Language, readonly Rule[]>> = { ar: ARABIC_RULES, en: ENGLISH };

/**
 * The sentences of a text as spans of it, in order. All that is visible, and every inline code, is in exactly one; what lies between them is
 * white space (and format characters on lines that hold nothing else). Inline codes never make or prevent a boundary. `exceptions` keep
 * sentences whole where the rules would part them. Linear time.
 */
export function sentences(text: string, lang: Language, exceptions: Exceptions = NO_EXCEPTIONS): Span[] {
  const rules = [exceptions.holdsFor, ...RULES[lang]];
  return linesOf(text).flatMap((line) =>
    itemsOf(text.slice(line.start, line.end)).flatMap((item) => {
      const start = line.start + item.start;
      return sentencesOfItem(text.slice(start, line.start + item.end), rules).map((span) => ({ start: start + span.start, end: start + span.end }));
    }),
  );
}

function sentencesOfItem(line: string, rules: readonly Rule[]): Span[] {
  const spans: Span[] = [];
  const nesting = nestingOf(line);
  let start = skipBullet(line, skipInvisible(line, 0));
  let end = 0;
  for (const shape of stopsIn(line)) {
    const following = skipInvisible(line, shape.end);
    if (following === line.length) break;
    const stop = new Stop(line, shape, { sentenceStart: start, following, nesting });
    if (rules.some((goesOn) => goesOn(stop))) continue;
    spans.push(trimmed(line, end, shape.end));
    start = skipBullet(line, following);
    end = shape.end;
  }
  const last = trimmed(line, end, line.length);
  return hasContent(line.slice(last.start, last.end)) ? [...spans, last] : spans;
}

/** The first word of an item stands behind its bullet; the bullet belongs to the sentence. */
function skipBullet(line: string, from: number): number {
  return BULLETS.includes(line[from] ?? ' ') ? skipInvisible(line, from + 1) : from;
}

/** Whether there is anything but white space and format characters. An inline code alone is content: a picture is one. */
function hasContent(text: string): boolean {
  return !isBlank(text) || text.search(CODE_PATTERN) >= 0;
}

/** The span without white space around it. */
function trimmed(text: string, start: number, end: number): Span {
  const kept = text.slice(start, end);
  const from = start + kept.length - kept.trimStart().length;
  return { start: from, end: Math.max(from, start + kept.trimEnd().length) };
}
