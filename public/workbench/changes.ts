/** “Changed since the draft” under the field: computed for the active row only, when it is open and the typing pauses. */
import type { RowView } from '../../server/core/api.ts';
import { wordShares } from '../../server/core/diff/origins.ts';
import { wordDiff } from '../../server/core/diff/word-diff.ts';
import { word } from '../words.ts';
import { activeRowId } from './activation.ts';
import { on } from './events.ts';
import { getText, isUntouchedDraft } from './field.ts';
import { elementOf, rowOf } from './rows.ts';
import { diffNodes } from './text.ts';

const SETTLE_MS = 250;
const percent = new Intl.NumberFormat(`${document.documentElement.lang || 'en'}-u-nu-latn`, { style: 'percent' });
let timer: ReturnType<typeof setTimeout> | undefined;
/** Whoever closes the panel in one row does not want it in the next. */
let isOpen = true;

/** The draft and what became of it in the field; null when there is nothing to compare. */
function compared(row: RowView): { draft: string; text: string } | null {
  const text = getText();
  const draft = row.draft?.isWhole ? row.draft.text : null;
  const hasChanges = draft !== null && text !== null && text !== '' && text !== draft && !isUntouchedDraft();
  return hasChanges ? { draft, text } : null;
}

function draw(personName: string): void {
  const id = activeRowId();
  const row = id === null ? undefined : rowOf(id);
  const panel = row && elementOf(row.id)?.querySelector<HTMLElement>('[data-part="change"]');
  if (!row || !panel) return;
  const both = compared(row);
  panel.hidden = both === null;
  if (both === null) return;
  const { draft, text } = both;
  const { machine, person } = wordShares(draft, text);
  panel.querySelector('[data-part="shares"]')!.textContent = word('change.shares', {
    machine: percent.format(machine),
    person: percent.format(person),
    name: personName,
  });
  panel.querySelector('[data-part="changes"]')!.replaceChildren(...diffNodes(wordDiff(draft, text), row.codes));
}

/** Starts: `personName` is whose hand the words are that do not come from the machine. */
export function startChanges(personName: string): void {
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => draw(personName), SETTLE_MS);
  };
  on('activated', ({ row }) => {
    const panel = elementOf(row.id)!.querySelector<HTMLDetailsElement>('details.change')!;
    panel.open = isOpen;
    panel.addEventListener('toggle', () => (isOpen = panel.open));
    draw(personName);
  });
  on('changed', soon);
  on('row-updated', ({ row }) => row.id === activeRowId() && soon());
}
