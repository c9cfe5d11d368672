/** One Arabic name in several Latin spellings. */
import { foldArabic } from '../language/arabic.ts';
import { nameSimilarity, plainLatin } from '../language/transliteration.ts';
import type { DocumentCheck, FoundInSegment, SegmentText } from './document.ts';
import { englishForms } from './names/exonyms.ts';
import { namesOf, SURE, type Name } from './name.ts';
import { replacing } from './helpers.ts';

const PLURAL = /(?:['’]s?|s)$/;
const POSSESSIVE = /['’]s?$/;
const LEAST_LETTERS = 4;

interface Mention {
  segment: SegmentText;
  name: Name;
  /** Lower case, without possessive and plural. */
  spelling: string;
}

export const nameConsistency: DocumentCheck = {
  id: 'name-consistency',
  severity: 'low',
  run(segments) {
    const byName = new Map<string, Mention[]>();
    for (const segment of segments) for (const mention of mentionsIn(segment)) add(byName, keyOf(mention.name), mention);
    return [...byName.values()].flatMap(inName);
  },
};

function mentionsIn(segment: SegmentText): Mention[] {
  const { pair } = segment;
  return namesOf(pair, pair.target).map((name) => ({ segment, name, spelling: plainLatin(name.latin.text).replace(PLURAL, '') }));
}

/** The Arabic name without what stands before it, whichever of its forms sounds most like the Latin one. */
function keyOf({ arabic, latin }: Name): string {
  const word = foldArabic(arabic.word.text);
  const bare = word.replace(/^(?:[وف]?[بك]?ال|[وف]?لل|[وفبكل])(?=..)/u, '');
  return nameSimilarity(bare, latin.text) >= nameSimilarity(word, latin.text) - 0.03 && nameSimilarity(bare, latin.text) >= SURE ? bare : word;
}

function inName(mentions: readonly Mention[]): FoundInSegment[] {
  const counts = new Map<string, number>();
  for (const { spelling } of mentions) counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
  const common = [...counts].sort(([, a], [, b]) => b - a)[0]![0];
  const first = mentions.find(({ spelling }) => spelling === common)!;
  return mentions
    .filter(({ name, spelling }) => spelling !== common && spelling.length >= LEAST_LETTERS && !areForms(spelling, common) && !isOwnForm(name, spelling))
    .map(({ segment, name }) => ({
      segmentId: segment.id,
      others: [first.segment.id],
      message: 'name-consistency',
      values: { source: name.arabic.word.text, target: withoutPossessive(name), other: withoutPossessive(first.name) },
      source: { start: name.arabic.word.start, end: name.arabic.word.end },
      target: { start: name.latin.start, end: name.latin.end },
      ...fixOf(name, first.name),
    }));
}

function withoutPossessive({ latin }: Name): string {
  return latin.text.replace(POSSESSIVE, '');
}

/** The other spelling, in the case in which the name stands; none where only one of them ends in s, which may be of a plural. */
function fixOf(name: Name, other: Name): Pick<FoundInSegment, 'fix'> {
  const [wrong, right] = [withoutPossessive(name), withoutPossessive(other)];
  if (wrong.endsWith('s') !== right.endsWith('s')) return {};
  return { fix: replacing({ start: name.latin.start, end: name.latin.start + wrong.length }, right) };
}

const OF_A_PEOPLE = /^(?:a|n|an|ian|i|ish|ese|ic|er|s)?$/;

/** A country and its people: Russia, Russian. */
function areForms(one: string, other: string): boolean {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared++;
  return shared >= LEAST_LETTERS - 1 && OF_A_PEOPLE.test(one.slice(shared)) && OF_A_PEOPLE.test(other.slice(shared));
}

/** France, French: both forms that English has for the name. */
function isOwnForm({ arabic }: Name, spelling: string): boolean {
  return englishForms(arabic.word.text)?.has(spelling) ?? false;
}

function add(map: Map<string, Mention[]>, key: string, mention: Mention): void {
  const list = map.get(key);
  if (list) list.push(mention);
  else map.set(key, [mention]);
}
