/** What a reader gets of each paragraph: the source, the translation as far as the scope lets it out, and how it stands. */
import { joinSentences } from '../core/drafts/join.ts';
import type { BlockKind, InlineCode, ListMarker } from '../core/model.ts';
import { sentences } from '../core/segmentation/segmentation.ts';
import { isConfirmed, type State } from '../core/states.ts';
import { takeTurns } from '../http/turns.ts';
import type { ExportedBlock, ExportedDocument, ExportedDraft, ExportedSegment } from './store.ts';

/** all: whatever there is, marked. confirmed: what somebody signed for. approved: what a reviewer approved as well. */
export const SCOPES = ['all', 'confirmed', 'approved'] as const;
export type Scope = (typeof SCOPES)[number];

/** How a paragraph's translation stands. missing: there is none. left-out: there is, or a part of it, but the scope keeps it back. */
export type Standing = 'confirmed' | 'edited' | 'draft' | 'left-out' | 'missing';

/** From what needs no word to what needs most. */
const BY_WEIGHT: readonly Standing[] = ['confirmed', 'edited', 'draft', 'left-out', 'missing'];

/** The translation of one segment and the machine's draft of it. */
export interface TranslatedPart {
  text: string;
  /** null while no whole draft exists. */
  draft: string | null;
}

export interface Paragraph {
  /** 1-based place among the document's paragraphs. */
  number: number;
  /** 1-based place of its first segment among the document's segments. */
  firstSegment: number;
  kind: BlockKind;
  level: number | null;
  marker: ListMarker | null;
  anchor: string;
  codes: InlineCode[];
  source: string;
  /** '' when there is nothing to show. Parts that are missing or left out stand as […]. */
  target: string;
  standing: Standing;
  /** Whether every part of the translation is in `target`. */
  isWhole: boolean;
  /** The parts that `target` is made of. */
  parts: TranslatedPart[];
  models: string[];
}

const GAP = '[…]';
/** The one source language of today's projects. */
const SOURCE_LANGUAGE = 'ar';

interface Part extends TranslatedPart {
  standing: Standing;
  models: string[];
}

/** The paragraphs of a document in order, as `scope` lets them out. */
export async function paragraphsOf(document: ExportedDocument, scope: Scope): Promise<Paragraph[]> {
  const giveWay = takeTurns();
  const paragraphs: Paragraph[] = [];
  let segments = 0;
  for (const block of document.blocks.filter(({ segments }) => segments.length > 0)) {
    await giveWay();
    const parts = block.segments.map((segment) => partOf(block, segment, { scope, drafts: document.drafts.get(segment.sourceHash) ?? [] }));
    paragraphs.push({ number: paragraphs.length + 1, firstSegment: segments + 1, ...paragraphOf(block, parts) });
    segments += block.segments.length;
  }
  return paragraphs;
}

function paragraphOf(block: ExportedBlock, parts: readonly Part[]): Omit<Paragraph, 'number' | 'firstSegment'> {
  const shown = parts.filter(isShown);
  return {
    kind: block.kind,
    level: block.level,
    marker: block.marker,
    anchor: block.anchor,
    codes: block.codes,
    source: block.text,
    target: shown.length === 0 ? '' : joined(block, parts),
    standing: heaviest(parts.map((part) => part.standing)),
    isWhole: shown.length === parts.length,
    parts: shown.map(({ text, draft }) => ({ text, draft })),
    models: shown.flatMap((part) => part.models),
  };
}

/** whole: paragraphs that a scope lets out whole. lacking: those it does not. marked: of the whole ones, those nobody signed for. */
export interface ScopeCount {
  name: Scope;
  whole: number;
  lacking: number;
  marked: number;
}

/** What each scope would let out. */
export async function countByScope(document: ExportedDocument): Promise<ScopeCount[]> {
  const counts: ScopeCount[] = [];
  for (const name of SCOPES) {
    const paragraphs = await paragraphsOf(document, name);
    const whole = paragraphs.filter((paragraph) => paragraph.isWhole);
    counts.push({
      name,
      whole: whole.length,
      lacking: paragraphs.length - whole.length,
      marked: whole.filter((paragraph) => paragraph.standing !== 'confirmed').length,
    });
  }
  return counts;
}

function partOf(block: ExportedBlock, segment: ExportedSegment, { scope, drafts }: { scope: Scope; drafts: readonly ExportedDraft[] }): Part {
  const draft = wholeDraft(block.text.slice(segment.start, segment.end), drafts);
  const standing = standingOf(segment, draft !== null);
  if (!isLetOut(segment.state, standing, scope)) return { standing: standing === 'missing' ? 'missing' : 'left-out', text: '', draft: null, models: [] };
  if (draft === null) return { standing, text: segment.text ?? '', draft: null, models: [] };
  return { standing, text: standing === 'draft' ? draft.text : (segment.text ?? ''), draft: draft.text, models: draft.models };
}

function standingOf(segment: ExportedSegment, hasDraft: boolean): Standing {
  if (isConfirmed(segment.state)) return 'confirmed';
  if (segment.text !== null) return segment.text === '' ? 'missing' : 'edited';
  return hasDraft ? 'draft' : 'missing';
}

function isLetOut(state: State, standing: Standing, scope: Scope): boolean {
  if (standing === 'missing') return false;
  if (scope === 'approved') return state === 'reviewed' || state === 'final';
  return scope === 'all' || isConfirmed(state);
}

/** The machine's text of a segment; null unless every sentence has its draft. */
function wholeDraft(source: string, drafts: readonly ExportedDraft[]): { text: string; models: string[] } | null {
  const found = sentences(source, SOURCE_LANGUAGE).map((span) => drafts.find((draft) => draft.start === span.start && draft.end === span.end));
  const whole = found.filter((draft) => draft !== undefined);
  if (whole.length === 0 || whole.length < found.length) return null;
  const { text } = joinSentences(
    source,
    whole.map((draft) => ({ span: { start: draft.start, end: draft.end }, text: draft.text })),
  );
  return { text, models: whole.map((draft) => draft.model) };
}

/** The parts with what the source has between them. */
function joined(block: ExportedBlock, parts: readonly Part[]): string {
  let end = 0;
  let text = '';
  for (const [index, segment] of block.segments.entries()) {
    const part = parts[index]!;
    text += block.text.slice(end, segment.start) + (isShown(part) ? part.text : GAP);
    end = segment.end;
  }
  return text + block.text.slice(end);
}

function isShown(part: Part): boolean {
  return part.standing !== 'missing' && part.standing !== 'left-out';
}

function heaviest(standings: readonly Standing[]): Standing {
  return standings.reduce((a, b) => (BY_WEIGHT.indexOf(b) > BY_WEIGHT.indexOf(a) ? b : a), 'confirmed');
}
