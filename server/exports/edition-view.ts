/** What an edition shows of a document. */
import { plainText, inlineTree, type InlineNode } from '../core/edition/inline-tree.ts';
import { noteOfAnchor } from '../core/edition/notes.ts';
import { directionOf, type Direction } from '../core/language/direction.ts';
import type { BlockKind, ListMarker } from '../core/model.ts';
import { sha256 } from '../db/ids.ts';
import { sentenceParts, type Translate } from '../http/locale.ts';
import { noteMarks, type NoteMark } from './note-marks.ts';
import { LAYOUTS } from './options.ts';
import type { Paragraph, Standing } from './paragraphs.ts';
import { sharesOf } from './shares.ts';

/** Words and inserted names, which are set apart. */
export type Sentence = ReturnType<typeof sentenceParts>;

export interface Pair {
  number: number;
  firstSegment: number;
  kind: BlockKind;
  level: number | null;
  marker: ListMarker | null;
  source: InlineNode[];
  /** null: nothing to show. */
  target: InlineNode[] | null;
  standing: Standing;
}

export interface EditionView {
  lang: string;
  dir: Direction;
  sourceLang: string;
  sourceDir: Direction;
  title: string;
  layouts: readonly string[];
  layout: string;
  arabicSide: 'right' | 'left';
  /** Line breaks of the text mean something. */
  keepsLines: boolean;
  /** id: the paragraph that the front stands for. */
  front: { id: string | null; source: string; target: string; lines: Sentence[] };
  pairs: Pair[];
  notes: Record<string, NoteMark>;
  colophon: { lines: Sentence[]; hashes: { name: string; value: string }[] };
}

/** Everything that was chosen or filled in. */
export interface EditionFacts {
  sourceLang: string;
  targetLang: string;
  titleSource: string;
  titleTarget: string;
  /** Title of last resort. */
  fileName: string;
  translator: string;
  reviewer: string;
  /** YYYY-MM-DD or ''. */
  date: string;
  layout: string;
  arabicSide: 'right' | 'left';
  keepsLines: boolean;
  sourceSha256: string;
  version: number;
  /** A page brings its fonts along; a Word file does not. */
  hasOwnFonts: boolean;
}

export async function editionView(paragraphs: readonly Paragraph[], facts: EditionFacts, t: Translate): Promise<EditionView> {
  const { pairs, notes } = markedPairs(paragraphs);
  const isFront = repeatsTitle(pairs[0], facts);
  const colophon = [await sharesLine(paragraphs, facts, t), madeLine(facts, t)].filter((line) => line !== null);
  return {
    lang: facts.targetLang,
    dir: directionOf(facts.targetLang),
    sourceLang: facts.sourceLang,
    sourceDir: directionOf(facts.sourceLang),
    title: facts.titleTarget || facts.titleSource || facts.fileName,
    layouts: LAYOUTS,
    layout: facts.layout,
    arabicSide: facts.arabicSide,
    keepsLines: facts.keepsLines,
    front: { id: isFront ? 'p1' : null, source: facts.titleSource, target: facts.titleTarget, lines: frontLines(paragraphs, facts, t) },
    pairs: isFront ? pairs.slice(1) : pairs,
    notes,
    colophon: { lines: colophon, hashes: hashes(paragraphs, facts, t) },
  };
}

/** They order Arabic letters on a screen; in a text of the other direction they only do harm. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function pairOf(paragraph: Paragraph): Pair {
  const { number, firstSegment, kind, level, marker, codes, standing } = paragraph;
  return {
    number,
    firstSegment,
    kind,
    level,
    marker,
    standing,
    source: inlineTree(paragraph.source, codes),
    target: targetTree(paragraph),
  };
}

/** The pairs as a page shows them: those of notes have their mark in front. */
export function markedPairs(paragraphs: readonly Paragraph[]): Pick<EditionView, 'pairs' | 'notes'> {
  const notes = noteMarks(paragraphs);
  const pairs = paragraphs.map((paragraph) => {
    const pair = pairOf(paragraph);
    const note = noteOfAnchor(paragraph.anchor);
    if (note === null || notes[note]?.place !== paragraph.number) return pair;
    const marked = (nodes: InlineNode[]): InlineNode[] => [{ type: 'note', note }, { type: 'text', text: ' ' }, ...nodes];
    return { ...pair, source: marked(pair.source), target: pair.target && marked(pair.target) };
  });
  return { pairs, notes };
}

function targetTree({ target, codes }: Paragraph): InlineNode[] | null {
  const text = target.replace(BIDI_CONTROLS, '');
  return text === '' ? null : inlineTree(text, codes);
}

/** A file often opens with its title; a page that has said it need not say it again. */
function repeatsTitle(first: Pair | undefined, facts: EditionFacts): boolean {
  if (!first || first.target === null || first.standing !== 'confirmed') return false;
  return plainText(first.source).trim() === facts.titleSource && plainText(first.target).trim() === facts.titleTarget;
}

function frontLines(paragraphs: readonly Paragraph[], facts: EditionFacts, t: Translate): Sentence[] {
  const open = paragraphs.filter((paragraph) => paragraph.standing !== 'confirmed').length;
  const people = [
    ...(facts.translator ? sentenceParts(t, 'edition.translatedBy', { names: facts.translator }) : []),
    ...(facts.translator && facts.reviewer ? [{ text: ' ', isValue: false }] : []),
    ...(facts.reviewer ? sentenceParts(t, 'edition.reviewedBy', { names: facts.reviewer }) : []),
  ];
  const unfinished = open > 0 ? sentenceParts(t, 'edition.unfinished', { count: open, total: paragraphs.length }) : [];
  return [people, unfinished].filter((line) => line.length > 0);
}

async function sharesLine(paragraphs: readonly Paragraph[], facts: EditionFacts, t: Translate): Promise<Sentence | null> {
  const shares = await sharesOf(paragraphs);
  if (shares === null) return null;
  const models = inOneLine([...new Set(paragraphs.flatMap((paragraph) => paragraph.models))].sort(), facts.targetLang);
  if (shares.machine === 0) return sentenceParts(t, 'edition.shares.people', {});
  if (shares.machine === 100) return sentenceParts(t, 'edition.shares.machine', { models });
  return sentenceParts(t, 'edition.shares.both', { machine: shares.machine, people: 100 - shares.machine, models });
}

function madeLine(facts: EditionFacts, t: Translate): Sentence {
  if (facts.date === '') return sentenceParts(t, facts.hasOwnFonts ? 'edition.made' : 'edition.word.made', { version: facts.version });
  const date = new Intl.DateTimeFormat(localeOfDates(facts.targetLang), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${facts.date}T00:00:00Z`));
  return sentenceParts(t, facts.hasOwnFonts ? 'edition.madeOn' : 'edition.word.madeOn', { date, version: facts.version });
}

/** The day before the month, as editions write it. */
function localeOfDates(lang: string): string {
  return lang === 'en' ? 'en-GB' : lang;
}

/** Names as one list: “A, B and C”. */
export function inOneLine(names: readonly string[], lang: string): string {
  return new Intl.ListFormat(localeOfDates(lang), { type: 'conjunction' }).format(names);
}

/** Of the source: the file's bytes. Of the translation: its text as shown, one empty line between paragraphs, in UTF-8. */
function hashes(paragraphs: readonly Paragraph[], facts: EditionFacts, t: Translate): EditionView['colophon']['hashes'] {
  const text = paragraphs.map((paragraph) => plainText(targetTree(paragraph) ?? [])).join('\n\n');
  return [
    { name: t('edition.source'), value: inGroups(facts.sourceSha256) },
    { name: t('edition.target'), value: inGroups(sha256(text)) },
  ];
}

function inGroups(hex: string): string {
  return hex.match(/.{1,8}/g)?.join(' ') ?? '';
}
