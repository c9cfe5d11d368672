/** Two versions of one text: what the other writer saved, put together with what stands in the field, and a choice where both changed the same words. */
import type { RowView, TargetView } from '../../server/core/api.ts';
import { wordDiff } from '../../server/core/diff/word-diff.ts';
import { chosenText, mergedText, mergeTexts } from '../../server/core/merge/three-way.ts';
import type { Choice, MergePiece } from '../../server/core/merge/three-way.ts';
import { el, part } from '../nodes.ts';
import { word } from '../words.ts';
import { activeRowId } from './activation.ts';
import { alertNow } from './announce.ts';
import { on } from './events.ts';
import { getText } from './field.ts';
import { elementOf, rowOf } from './rows.ts';
import { isUnsaved, unsavedBase, wasAcknowledged } from './saving.ts';
import { diffNodes, textNodes } from './text.ts';

/** The newer texts that saves met. */
const newer = new Map<string, TargetView>();
const CHOICES: readonly Choice[] = ['mine', 'theirs', 'both'];
let personName = '';
/** Of the active row, in the order of its places. */
let choices: Choice[] = [];
let pieces: MergePiece[] = [];

/** The newer text that a save of this segment met, while a person has still to choose. */
export function newerTarget(segmentId: string): TargetView | undefined {
  return isUnsaved(segmentId) ? newer.get(segmentId) : undefined;
}

/** The person decided between the two texts. */
export function settleVersions(segmentId: string): void {
  newer.delete(segmentId);
  choices = [];
  draw(segmentId);
}

/** Both texts of the active row as one, with what was chosen so far. */
export function textTogether(): string {
  return mergedText(pieces, choices);
}

type Clash = Extract<MergePiece, { kind: 'clash' }>;

/** The other writer as the page calls them; an empty name is somebody unknown. */
function nameOf({ authorName }: TargetView): string {
  return authorName === personName || authorName === null ? '' : authorName;
}

function title(theirs: TargetView): string {
  if (wasAcknowledged(theirs.segmentId)) return word('versions.titleSetBack');
  if (theirs.authorName === null) return word('versions.titleUnknown');
  return theirs.authorName === personName ? word('versions.titleOwn') : word('versions.title', { name: theirs.authorName });
}

function theirsTitle(theirs: TargetView): string {
  const name = nameOf(theirs);
  return name === '' ? word('versions.other') : word('versions.theirs', { name });
}

function draw(segmentId: string): void {
  const row = rowOf(segmentId);
  const box = elementOf(segmentId)?.querySelector<HTMLElement>('[data-part="versions"]');
  if (!box || !row || segmentId !== activeRowId()) return;
  const theirs = newerTarget(segmentId);
  box.hidden = theirs === undefined;
  if (!theirs) return;
  const texts = { base: unsavedBase(segmentId), mine: getText() ?? '', theirs: theirs.text };
  pieces = mergeTexts(texts);
  part(box, 'versions-title').textContent = title(theirs);
  part(box, 'theirs-title').textContent = theirsTitle(theirs);
  part(box, 'mine').replaceChildren(...diffNodes(wordDiff(texts.base, texts.mine), row.codes));
  part(box, 'theirs').replaceChildren(...diffNodes(wordDiff(texts.base, texts.theirs), row.codes));
  part(box, 'base').replaceChildren(...textNodes(texts.base, row.codes));
  drawPlaces(box, row, theirs);
  drawTogether(box, row);
}

function drawTogether(box: HTMLElement, row: RowView): void {
  let place = 0;
  const nodes = pieces.flatMap((piece) => {
    if (piece.kind === 'same') return textNodes(piece.text, row.codes);
    const text = piece.kind === 'clash' ? chosenText(piece, choices[place++] ?? 'mine') : piece.text;
    return [el(piece.kind === 'clash' ? 'mark' : 'ins', { 'data-by': piece.kind }, ...textNodes(text, row.codes))];
  });
  part(box, 'together').replaceChildren(...nodes);
  const untouched = pieces.filter(({ kind }) => kind !== 'same' && kind !== 'clash').length;
  part(box, 'both-in').textContent = untouched === 0 ? '' : word('versions.bothIn', { count: untouched });
}

/** One question for each place that both changed, answered with mine until somebody chooses. */
function drawPlaces(box: HTMLElement, row: RowView, theirs: TargetView): void {
  const clashes = pieces.filter((piece): piece is Clash => piece.kind === 'clash');
  const holder = part(box, 'places');
  holder.hidden = clashes.length === 0;
  if (clashes.length === 0) return holder.replaceChildren();
  const heading = el('h3', { class: 'label' }, word('versions.places', { count: clashes.length }));
  holder.replaceChildren(
    heading,
    ...clashes.map((clash, place) => {
      const options = CHOICES.map((choice) => option(row, { clash, place, choice, theirs }));
      return el('fieldset', { class: 'pick' }, el('legend', { class: 'sr' }, word('versions.place', { number: place + 1 })), ...options);
    }),
  );
  holder.onchange = () => {
    choices = [...holder.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value as Choice);
    drawTogether(box, row);
  };
}

function option(row: RowView, { clash, place, choice, theirs }: { clash: Clash; place: number; choice: Choice; theirs: TargetView }): HTMLElement {
  const input = el('input', { type: 'radio', name: `place${place}`, value: choice });
  input.checked = (choices[place] ?? 'mine') === choice;
  const text = chosenText(clash, choice).trim();
  const whose = { mine: word('versions.yours'), theirs: nameOf(theirs) || word('versions.other'), both: word('versions.both') }[choice];
  const words = text === '' ? el('em', {}, word('versions.nothing')) : el('bdi', { lang: 'en', dir: 'ltr' }, ...textNodes(text, row.codes));
  return el('label', {}, input, words, ' ', el('span', { class: 'small muted' }, `(${whose})`));
}

/** Starts; `name` is the name of the person who works here. */
export function startVersions(name: string): void {
  personName = name;
  on('stale', ({ segmentId, current }) => {
    newer.set(segmentId, current);
    choices = [];
    draw(segmentId);
    alertNow(word('versions.alert', { number: rowOf(segmentId)?.number ?? '' }));
  });
  on('activated', ({ row }) => {
    choices = [];
    draw(row.id);
  });
  on('changed', ({ segmentId }) => newer.has(segmentId) && draw(segmentId));
  // On its way, sent or not: the person decided.
  on('save-state', ({ segmentId, state }) => state !== 'conflict' && newer.has(segmentId) && settleVersions(segmentId));
}
