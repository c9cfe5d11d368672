/** What changed between two texts, in words; made by Myers' algorithm in npm `diff` over words as ICU cuts them. */
import { diffArrays } from 'diff';
import { isCode } from '../inline/codes.ts';

export interface DiffPart {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Longest time one diff may take; after it the whole text counts as replaced. */
const TIMEOUT_MS = 200;

const segmenters = new Map<string, Intl.Segmenter>();

/** Words, runs of white space, single marks and inline codes: every character once, in order. */
function tokensOf(text: string, lang: string): string[] {
  const segmenter = segmenters.get(lang) ?? new Intl.Segmenter(lang, { granularity: 'word' });
  segmenters.set(lang, segmenter);
  return Array.from(segmenter.segment(text), ({ segment }) => segment).flatMap((token) => (Array.from(token).some(isCode) ? Array.from(token) : token));
}

/**
 * The parts of both texts in reading order, what was removed before what was added.
 * `same` and `removed` together are exactly `before`, `same` and `added` exactly `after`. White space at the edge of a change stands outside of it where both texts have it.
 */
export function wordDiff(before: string, after: string, lang: 'ar' | 'en' = 'en'): DiffPart[] {
  const changes = diffArrays(tokensOf(before, lang), tokensOf(after, lang), { timeout: TIMEOUT_MS });
  if (!changes) return tidy([{ kind: 'removed', text: before }, { kind: 'added', text: after }]);
  return tidy(changes.map(({ added, removed, value }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') })));
}

/** A place where the texts part: what stood there, what stands there now. Both empty only before the first change. */
interface Change {
  removed: string;
  added: string;
  /** What both have after it. */
  same: string;
}

function tidy(parts: readonly DiffPart[]): DiffPart[] {
  const changes: Change[] = [{ removed: '', added: '', same: '' }];
  for (const { kind, text } of parts) {
    const last = changes.at(-1)!;
    if (kind === 'same') last.same += text;
    else if (last.same === '' || joins(last)) changes.splice(-1, 1, grown(last, kind, text));
    else changes.push({ removed: '', added: '', same: '', [kind]: text });
  }
  return changes.map(withSpaceOutside).flatMap(({ removed, added, same }) => {
    const all: DiffPart[] = [{ kind: 'removed', text: removed }, { kind: 'added', text: added }, { kind: 'same', text: same }];
    return all.filter(({ text }) => text !== '');
  });
}

/** Two changes with nothing but a space between read better as one. */
function joins({ removed, added, same }: Change): boolean {
  return (removed !== '' || added !== '') && same.trim() === '' && !same.includes('\n');
}

function grown({ removed, added, same }: Change, kind: 'removed' | 'added', text: string): Change {
  const between = { removed: removed + same, added: added + same, same: '' };
  return { ...between, [kind]: between[kind] + text };
}

/** Moves the white space that both sides of a change end with behind it. */
function withSpaceOutside({ removed, added, same }: Change): Change {
  const space = /\s+$/.exec(removed)?.[0] ?? '';
  if (space === '' || !added.endsWith(space)) return { removed, added, same };
  return { removed: removed.slice(0, -space.length), added: added.slice(0, -space.length), same: space + same };
}
