/** Signing out while texts are unsent: they are sent first, kept for the next sign-in, or discarded. Only that last choice wipes. */
import { forgetPages } from '../data/kept-pages.ts';
import { listPending, removePending } from '../data/pending.ts';
import { forgetAllSaved } from '../data/saved.ts';
import type { PendingEntry } from '../data/shapes.ts';
import { forgetUndo } from '../data/undo.ts';
import { forgetAllWords } from '../data/review-words.ts';
import { part, sayIn } from '../nodes.ts';
import { SegmentSaver } from '../workbench/saver.ts';
import type { SaverHost } from '../workbench/saver.ts';
import { word } from '../words.ts';

interface Unsent {
  entries: PendingEntry[];
  /** Whether this browser keeps them; where it keeps nothing they are in the page alone. */
  isKept: boolean;
}

const NOBODY: SaverHost = { state: () => undefined, saved: () => undefined, stale: () => undefined, gone: () => undefined };

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const dialog = document.querySelector<HTMLDialogElement>('#unsent')!;
  const personId = document.querySelector<HTMLMetaElement>('meta[name="person"]')?.content ?? '';
  const unsent = (): Promise<Unsent> => findUnsent(personId);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void unsent().then((found) => {
      if (found.entries.length === 0) return leave(form, personId);
      ask(dialog, found);
    });
  });
  dialog.querySelector('form')!.addEventListener('submit', (event) => {
    event.preventDefault();
    const choice = (event.submitter as HTMLButtonElement).value;
    if (choice === 'stay') return dialog.close();
    void carryOut(choice, unsent).then((left) => {
      if (left === 0) return leave(form, personId);
      part(dialog, 'count').textContent = word('unsent.count', { count: left });
      sayIn(part(dialog, 'said'), word('unsent.left', { count: left }), 'bad');
    });
  });
}

/** Who signs out leaves no page and no step of undo behind in this browser, which others may share, and is nowhere. */
function leave(form: HTMLFormElement, personId: string): void {
  dispatchEvent(new Event('signing-out'));
  void Promise.allSettled([forgetPages(), forgetAllSaved(), forgetUndo(personId)]).then(() => form.submit());
}

function ask(dialog: HTMLDialogElement, { entries, isKept }: Unsent): void {
  part(dialog, 'count').textContent = word('unsent.count', { count: entries.length });
  part(dialog, 'explained').hidden = !isKept;
  dialog.querySelector<HTMLElement>('[value="keep"]')!.hidden = !isKept;
  sayIn(part(dialog, 'said'), '');
  dialog.showModal();
}

/** Does what was chosen. Returns how many texts still stand in the way of signing out. */
async function carryOut(choice: string, unsent: () => Promise<Unsent>): Promise<number> {
  if (choice === 'keep') return 0;
  const { entries, isKept } = await unsent();
  if (choice === 'discard') {
    if (isKept) await Promise.all(entries.map(removePending));
    forgetAllWords();
    return 0;
  }
  if (isKept) await Promise.all(entries.map((entry) => new SegmentSaver(entry.segmentId, NOBODY, entry).flush()));
  else await (await savingOfPage()).flushAll();
  return (await unsent()).entries.length;
}

async function findUnsent(personId: string): Promise<Unsent> {
  try {
    return { entries: await listPending(personId), isKept: true };
  } catch {
    return { entries: (await savingOfPage()).unsentEntries(), isKept: false };
  }
}

/** Few pages have texts of their own, and few browsers keep nothing. */
const savingOfPage = () => import('../workbench/saving.ts');
