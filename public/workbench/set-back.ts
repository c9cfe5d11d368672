/**
 * The server went back to an older state: a backup was put in place. The rows become what it has now; what it had acknowledged to this browser since
 * is sent again, which keeps it in the history, and waits beside the older text for a person to choose.
 */
import type { TargetView } from '../../server/core/api.ts';
import { forgetSaved, savedIn } from '../data/saved.ts';
import { askJson } from '../net/api.ts';
import { part } from '../nodes.ts';
import { word } from '../words.ts';
import { on } from './events.ts';
import { bringUp } from './refresh.ts';
import { fetchRows, rowCount, rowOf } from './rows.ts';
import { flushAll, isUnsaved, keepMine, meetOlder, sendAgain, unsavedIds, wasAcknowledged } from './saving.ts';
import { newerTarget } from './versions.ts';

type Whose = { personId: string; documentId: string };

/** Numbers only grow: one that is not larger under another name belongs to another history. A larger one may have either behind it. */
export function isSetBack(saved: TargetView, current: TargetView): boolean | 'unsure' {
  if (saved.revisionId === current.revisionId) return false;
  return saved.revisionNumber >= current.revisionNumber || 'unsure';
}

async function isGone(saved: TargetView, current: TargetView): Promise<boolean> {
  const judged = isSetBack(saved, current);
  if (judged !== 'unsure') return judged;
  const path = `/segments/${encodeURIComponent(saved.segmentId)}/revisions/${encodeURIComponent(saved.revisionId ?? '')}`;
  return !(await askJson<{ isThere: boolean }>(path)).isThere;
}

/** Compares what the server acknowledged to this browser with what it shows now. */
async function bringBack(whose: Whose): Promise<void> {
  for (const saved of await savedIn(whose)) {
    const current = rowOf(saved.segmentId)?.target;
    if (!current || saved.revisionId === current.revisionId) continue;
    const isLost = saved.text !== current.text && (await isGone(saved, current));
    await (isLost ? sendAgain(saved, current) : forgetSaved(whose, saved));
  }
}

async function lookAnew(whose: Whose): Promise<void> {
  const rows = await fetchRows(whose.documentId);
  if (rows.length !== rowCount() || rows.some(({ row }) => !rowOf(row.id))) {
    // Split or joined on the other side of the backup: every text is kept, and the page is made anew.
    await flushAll();
    return location.reload();
  }
  for (const { element, row } of rows) {
    const known = rowOf(row.id)!;
    if (JSON.stringify(known) === JSON.stringify(row)) continue;
    bringUp(row.id, { element, row });
    if (isUnsaved(row.id) && isSetBack(known.target, row.target) === true) await meetOlder(row.id, row.target);
  }
  await bringBack(whose);
}

const waitingIds = (): string[] => unsavedIds().filter((id) => wasAcknowledged(id) && newerTarget(id) !== undefined);

function startNote(main: HTMLElement): void {
  const note = part(main, 'set-back');
  const draw = (): void => {
    const count = waitingIds().length;
    note.hidden = count === 0;
    if (count > 0) part(note, 'set-back-count').textContent = word('setBack.count', { count });
  };
  on('save-state', draw);
  part(note, 'set-back-save').addEventListener('click', () => {
    for (const id of waitingIds()) keepMine(id, newerTarget(id)!);
    draw();
  });
  draw();
}

/** Starts; a page that comes from the server is compared at once, one from this device when the server answers. */
export function startSetBack(main: HTMLElement, whose: Whose): void {
  startNote(main);
  let looking: Promise<void> = Promise.resolve();
  const inTurn = (look: (whose: Whose) => Promise<void>): void => {
    looking = looking.then(() => look(whose)).catch((error: unknown) => console.warn('not compared with the server', error));
  };
  on('set-back', () => inTurn(lookAnew));
  addEventListener('server-answers', () => inTurn(lookAnew));
  if (document.documentElement.dataset.fromDevice === undefined) inTurn(bringBack);
}
