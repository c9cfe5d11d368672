/** Inline codes, and tags and placeholders that stand in the text as plain characters. */
import { checkCodes, codeChar } from '../inline/codes.ts';
import type { Span } from '../model.ts';
import type { Check, Found } from './check.ts';
import type { PairText } from './pair-text.ts';
import { TAG } from './verbatim.ts';

export const tags: Check = {
  id: 'tags',
  severity: 'high',
  readsRaw: true,
  run: (pair) => ({ found: [...ofCodes(pair), ...ofText(pair)], agreed: 0 }),
};

function ofCodes({ source, target, codes }: PairText): Found[] {
  return checkCodes(source.raw, target.raw, codes).map(({ kind, numbers }) => {
    const place = placeOf(codeChar(numbers[0]!), kind === 'missing' ? source.raw : target.raw);
    return {
      message: `tags.${MESSAGES[kind]}`,
      values: { tags: numbers.join(', '), count: numbers.length },
      ...(kind === 'missing' ? { source: place } : { target: place }),
    };
  });
}

const MESSAGES = { missing: 'codeMissing', doubled: 'codeDoubled', unknown: 'codeUnknown', 'mis-nested': 'codeMisnested' } as const;

function placeOf(part: string, text: string): Span | null {
  const start = text.indexOf(part);
  return start < 0 ? null : { start, end: start + part.length };
}

interface Tag extends Span {
  text: string;
}

function ofText({ source, target }: PairText): Found[] {
  const [here, there] = [tagsIn(source.raw), tagsIn(target.raw)];
  return [
    ...surplus(here, there).map(({ text, start, end }): Found => ({ message: 'tags.missing', values: { text }, source: { start, end } })),
    ...surplus(there, here).map(({ text, start, end }): Found => ({ message: 'tags.extra', values: { text }, target: { start, end } })),
  ];
}

function tagsIn(text: string): Tag[] {
  return Array.from(text.matchAll(TAG), (match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
}

/** Those of `these` that `those` does not have as often. */
function surplus(these: readonly Tag[], those: readonly Tag[]): Tag[] {
  const counts = new Map<string, number>();
  for (const { text } of those) counts.set(text, (counts.get(text) ?? 0) + 1);
  return these.filter(({ text }) => {
    const left = counts.get(text) ?? 0;
    counts.set(text, left - 1);
    return left <= 0;
  });
}
