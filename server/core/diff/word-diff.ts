/** What changed between two texts, in words: Myers' algorithm (npm `diff`) over words as ICU cuts them, since its own way of cutting takes Arabic words apart. */
import { diffArrays } from 'diff';
import type { Language } from '../language/direction.ts';
import { sentenceTokens, wordTokens, type Token } from './tokens.ts';

export interface DiffPart {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** More insertions and deletions than this are not worth the time: it grows with their square. */
const MOST_EDITS = 1500;

/** Signs that are typed for each other all the time; a word that differs in them alone is the same word. */
const APOSTROPHE = /[’‘ʼ]/g;

/**
 * The parts of both texts in reading order, what was removed before what was added; no two neighbours of one kind, none empty.
 * `same` and `removed` together are exactly `before`, `same` and `added` exactly `after`. Texts that hardly agree are compared sentence by sentence, and
 * without a common sentence one replaces the other. A changed apostrophe marks itself alone, not its word.
 * For a page see {@link tidyDiff}.
 */
export function wordDiff(before: string, after: string, lang: Language = 'en'): DiffPart[] {
  const parts = new Parts();
  for (const tokens of [wordTokens, sentenceTokens]) if (compare(tokens(before, lang), tokens(after, lang), parts)) return parts.all();
  parts.add('removed', before);
  parts.add('added', after);
  return parts.all();
}

/** Adds the parts and returns true, or adds nothing and returns false when there are too many edits. */
function compare(before: readonly Token[], after: readonly Token[], parts: Parts): boolean {
  const changes = diffArrays(before.map(keyOf), after.map(keyOf), { maxEditLength: MOST_EDITS });
  if (!changes) return false;
  let [from, to] = [0, 0];
  for (const { added, removed, count } of changes) {
    for (let step = 0; step < count; step++) {
      if (removed) addToken('removed', before[from++]!, parts);
      else if (added) addToken('added', after[to++]!, parts);
      else addMatch(before[from++]!, after[to++]!, parts);
    }
  }
  return true;
}

function keyOf({ core }: Token): string {
  return core.replace(APOSTROPHE, "'");
}

function addToken(kind: 'removed' | 'added', { space, core }: Token, parts: Parts): void {
  parts.add(kind, space + core);
}

/** Tokens that match may still differ in the space before them and in their apostrophes. */
function addMatch(before: Token, after: Token, parts: Parts): void {
  parts.replace(before.space, after.space);
  const unlike = Array.from(before.core, (_, at) => at).filter((at) => before.core[at] !== after.core[at]);
  let at = 0;
  for (const place of unlike) {
    parts.add('same', before.core.slice(at, place));
    parts.replace(before.core[place]!, after.core[place]!);
    at = place + 1;
  }
  parts.add('same', before.core.slice(at));
}

/** A place where the texts part: what stood there, what stands there now, and what both have after it. */
interface Change {
  removed: string;
  added: string;
  same: string;
}

/** Collects parts as changes, so that removals and additions in any order come out as one removal and one addition. */
class Parts {
  private readonly changes: Change[] = [{ removed: '', added: '', same: '' }];

  add(kind: DiffPart['kind'], text: string): void {
    const last = this.changes.at(-1)!;
    if (kind === 'same' || last.same === '') last[kind] += text;
    else if (text !== '') this.changes.push({ removed: '', added: '', same: '', [kind]: text });
  }

  replace(before: string, after: string): void {
    if (before === after) this.add('same', before);
    else {
      this.add('removed', before);
      this.add('added', after);
    }
  }

  all(): DiffPart[] {
    return this.changes
      .flatMap(partsOf)
      .filter(({ text }) => text !== '')
      .reduce<DiffPart[]>(joined, []);
  }
}

/** A change as parts. White space that both of its sides begin or end with stands outside of it. */
function partsOf({ removed, added, same }: Change): DiffPart[] {
  const lead = agreed(spaceBefore(removed), spaceBefore(added));
  const [shortRemoved, shortAdded] = [removed.slice(lead.length), added.slice(lead.length)];
  const trail = agreed(spaceAfter(shortRemoved), spaceAfter(shortAdded));
  return [
    { kind: 'same', text: lead },
    { kind: 'removed', text: shortRemoved.slice(0, shortRemoved.length - trail.length) },
    { kind: 'added', text: shortAdded.slice(0, shortAdded.length - trail.length) },
    { kind: 'same', text: trail + same },
  ];
}

function spaceBefore(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function spaceAfter(text: string): string {
  return text.slice(text.trimEnd().length);
}

function agreed(a: string, b: string): string {
  return a === b ? a : '';
}

function joined(parts: DiffPart[], part: DiffPart): DiffPart[] {
  const last = parts.at(-1);
  if (last?.kind === part.kind) last.text += part.text;
  else parts.push({ ...part });
  return parts;
}

/**
 * The parts as a page draws them, `removed` in <del>, `added` in <ins>: white space at the edges of a change stands outside of its marks, and a space parts
 * words that took each other's place. For reading only: together the parts are no longer exactly either text.
 */
export function tidyDiff(parts: readonly DiffPart[]): DiffPart[] {
  const outside = parts.flatMap(({ kind, text }): DiffPart[] => {
    const core = text.trim();
    if (kind === 'same' || core === '') return [{ kind, text }];
    const start = text.indexOf(core);
    return [
      { kind: 'same', text: text.slice(0, start) },
      { kind, text: core },
      { kind: 'same', text: text.slice(start + core.length) },
    ];
  });
  return outside
    .filter(({ text }) => text !== '')
    .flatMap((part, index, all): DiffPart[] => (touches(all[index - 1], part) ? [{ kind: 'same', text: ' ' }, part] : [part]))
    .reduce<DiffPart[]>(joined, []);
}

function touches(before: DiffPart | undefined, part: DiffPart): boolean {
  return before?.kind === 'removed' && part.kind === 'added' && /^[\p{L}\p{N}]/u.test(part.text) && /\S$/.test(before.text);
}
