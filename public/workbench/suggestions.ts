/** The machine's draft in the help panel: its words, who made it and when, and what is doubtful about it. */
import type { RowView } from '../../server/core/api.ts';
import { word } from '../words.ts';
import { activeRowId } from './activation.ts';
import { on } from './events.ts';
import { sentenceAtCaret } from './marking.ts';
import { elementOf } from './rows.ts';
import { textNodes } from './text.ts';

const locale = `${document.documentElement.lang || 'en'}-u-nu-latn`;

function whenMade(iso: string): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(locale, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(at);
}

/** Each doubt once, in words. */
function flagsOf(row: RowView): string[] {
  const flags = new Set((row.draft?.sentences ?? []).flatMap((sentence) => sentence.flags));
  return [...flags].map((flag) => word(`draft.flag.${flag}`));
}

function draw(row: RowView): void {
  const help = elementOf(row.id)?.querySelector('.help');
  if (!help) return;
  const offers = help.querySelector<HTMLElement>('[data-part="offers"]')!;
  offers.hidden = row.draft === null;
  help.querySelector<HTMLElement>('[data-part="no-draft"]')!.hidden = row.draft !== null;
  if (!row.draft) return;
  const { draft } = row;
  help.querySelector('[data-part="made-by"]')!.textContent = word('draft.madeBy', { model: draft.model, when: whenMade(draft.madeAt) });
  help.querySelector('[data-part="draft-text"]')!.replaceChildren(...textNodes(draft.text, row.codes));
  const flags = help.querySelector<HTMLElement>('[data-part="flags"]')!;
  const sentences = draft.isWhole ? flagsOf(row) : [word('draft.partial'), ...flagsOf(row)];
  flags.hidden = sentences.length === 0;
  flags.replaceChildren(...sentences.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
  help.querySelector<HTMLElement>('[data-action="redraft-sentence"]')!.hidden = row.sentences.length < 2;
}

/** Index of the Arabic sentence to be drafted again: the one the caret is in. */
export function sentenceToRedraft(): number | null {
  return sentenceAtCaret();
}

export function startSuggestions(): void {
  on('activated', ({ row }) => draw(row));
  on('row-updated', ({ row }) => row.id === activeRowId() && draw(row));
}
