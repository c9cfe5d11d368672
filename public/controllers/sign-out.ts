/** Signing out while texts are unsent: they are sent first, kept for the next sign-in, or discarded. Only that last choice wipes. */
import { forgetPages } from '../data/kept-pages.ts';
import { listPending, removePending } from '../data/pending.ts';
import { forgetAllSaved } from '../data/saved.ts';
import type { PendingEntry } from '../data/shapes.ts';
import { part, sayIn } from '../nodes.ts';
import { SegmentSaver } from '../workbench/saver.ts';
import type { SaverHost } from '../workbench/saver.ts';
import { word } from '../words.ts';

const NOBODY: SaverHost = { state: () => undefined, saved: () => undefined, stale: () => undefined, gone: () => undefined };

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const dialog = document.querySelector<HTMLDialogElement>('#unsent')!;
  const personId = document.querySelector<HTMLMetaElement>('meta[name="person"]')?.content ?? '';
  const unsent = (): Promise<PendingEntry[]> => listPending(personId).catch(() => []);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void unsent().then((entries) => {
      if (entries.length === 0) return leave(form);
      ask(dialog, entries.length);
    });
  });
  dialog.querySelector('form')!.addEventListener('submit', (event) => {
    event.preventDefault();
    const choice = (event.submitter as HTMLButtonElement).value;
    if (choice === 'stay') return dialog.close();
    void carryOut(choice, unsent).then((left) => {
      if (left === 0) return leave(form);
      part(dialog, 'count').textContent = word('unsent.count', { count: left });
      sayIn(part(dialog, 'said'), word('unsent.left', { count: left }), 'bad');
    });
  });
}

/** Who signs out leaves no page behind in this browser, and is nowhere. */
function leave(form: HTMLFormElement): void {
  dispatchEvent(new Event('signing-out'));
  void Promise.allSettled([forgetPages(), forgetAllSaved()]).then(() => form.submit());
}

function ask(dialog: HTMLDialogElement, count: number): void {
  part(dialog, 'count').textContent = word('unsent.count', { count });
  sayIn(part(dialog, 'said'), '');
  dialog.showModal();
}

/** Does what was chosen. Returns how many texts still stand in the way of signing out. */
async function carryOut(choice: string, unsent: () => Promise<PendingEntry[]>): Promise<number> {
  if (choice === 'keep') return 0;
  const entries = await unsent();
  if (choice === 'discard') {
    await Promise.all(entries.map(removePending));
    return 0;
  }
  await Promise.all(entries.map((entry) => new SegmentSaver(entry.segmentId, NOBODY, entry).flush()));
  return (await unsent()).length;
}
