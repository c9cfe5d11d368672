/** All texts on their way to the server: one saver per segment, sent again on load, on coming online, on becoming visible. */
import type { Problem, TargetView, Used } from '../../server/core/api.ts';
import { askToPersist } from '../data/database.ts';
import { adoptPending, listPending } from '../data/pending.ts';
import { forgetOldSaved, keepSaved, makePending, savedIn } from '../data/saved.ts';
import type { PendingEntry } from '../data/shapes.ts';
import { openTabs, thisTab, whenClosed } from '../data/tab.ts';
import { emit, on } from './events.ts';
import type { SaveState } from './events.ts';
import { shownText, usedDraft } from './field.ts';
import { rowOf, updateTarget } from './rows.ts';
import { SegmentSaver } from './saver.ts';
import type { SaverHost } from './saver.ts';

export interface SaveStatus {
  state: SaveState;
  problem: Problem | null;
}

const RETRY_STRAYS_MS = 30_000;
const savers = new Map<string, SegmentSaver>();
const statuses = new Map<string, SaveStatus>();
/** Other tabs whose closing is waited for. */
const watched = new Set<string>();
const sittings = new Map<string, string>();
let who = { personId: '', documentId: '', tabId: '' };

const host: SaverHost = {
  state(segmentId, state, problem) {
    statuses.set(segmentId, { state, problem });
    emit('save-state', { segmentId, state, problem });
  },
  saved(target) {
    takeAcknowledged(target);
    emit('saved', { segmentId: target.segmentId, target });
  },
  stale: (segmentId, current) => emit('stale', { segmentId, current }),
  gone: (entry, successors) => emit('gone', { segmentId: entry.segmentId, text: entry.text, successors }),
};

/** The server has this text: the row shows it, and this browser remembers it for a while. */
export function takeAcknowledged(target: TargetView): void {
  updateTarget(target.segmentId, target);
  keepSaved(whose(), target).catch(() => undefined);
}

function whose(): { personId: string; documentId: string } {
  return { personId: who.personId, documentId: who.documentId };
}

/** A page from this device is as old as when it was kept: what was saved since is shown in it. */
async function catchUpKeptPage(): Promise<void> {
  if (document.documentElement.dataset.fromDevice === undefined) return forgetOldSaved();
  for (const target of await savedIn(whose())) {
    const row = rowOf(target.segmentId);
    if (row && row.target.revisionNumber < target.revisionNumber) updateTarget(target.segmentId, target);
  }
}

function saverOf(segmentId: string): SegmentSaver {
  let saver = savers.get(segmentId);
  if (!saver) savers.set(segmentId, (saver = new SegmentSaver(segmentId, host)));
  return saver;
}

/** A new entry on top of what the page knows of the segment. */
function freshEntry(segmentId: string, text: string, used: Used[] = []): PendingEntry {
  const row = rowOf(segmentId);
  return {
    ...who,
    segmentId,
    base: row?.target.revisionId ?? null,
    baseText: row ? shownText(row).text : '',
    text,
    key: crypto.randomUUID(),
    used,
    editGroup: sittings.get(segmentId) ?? crypto.randomUUID(),
    confirm: false,
    acceptedAsIs: false,
    sent: null,
    isHeld: false,
    at: new Date().toISOString(),
  };
}

/** Where a segment's text is; null when nothing was changed in this page. */
export function saveStatus(segmentId: string): SaveStatus | null {
  return statuses.get(segmentId) ?? null;
}

/** The text the server does not have yet; null when it has all. */
export function unsavedText(segmentId: string): string | null {
  return savers.get(segmentId)?.entry?.text ?? null;
}

/** The text that the unsaved one was made from: an earlier version, or the draft. */
export function unsavedBase(segmentId: string): string {
  return savers.get(segmentId)?.entry?.baseText ?? '';
}

export function isUnsaved(segmentId: string): boolean {
  return unsavedText(segmentId) !== null;
}

export function isSending(segmentId: string): boolean {
  return savers.get(segmentId)?.isSending ?? false;
}

/** Ids of all segments with a text the server does not have. */
export function unsavedIds(): string[] {
  return [...savers.values()].filter(({ entry }) => entry !== null).map(({ segmentId }) => segmentId);
}

/** What the server does not have, as this page has it. */
export function unsentEntries(): PendingEntry[] {
  return [...savers.values()].flatMap(({ entry }) => entry ?? []);
}

/** A row's text was changed by hand or by undo: kept at once, sent soon. */
export function changeText(segmentId: string, text: string, used: readonly Used[] = []): void {
  saverOf(segmentId).change(text, used, () => freshEntry(segmentId, text));
}

/** Signs for the row's text: what is unsaved, or the target, or the draft as it is. */
export function confirmText(segmentId: string): void {
  const row = rowOf(segmentId);
  if (!row) return;
  const unsaved = unsavedText(segmentId);
  const shown = shownText(row);
  const text = unsaved ?? shown.text;
  const acceptedAsIs = row.draft !== null && text === row.draft.text;
  const used = unsaved === null && shown.isDraft ? usedDraft(row) : [];
  saverOf(segmentId).confirm({ acceptedAsIs }, () => freshEntry(segmentId, text, used));
}

export function keepMine(segmentId: string, current: TargetView): void {
  saverOf(segmentId).keepMine(current);
}

/** The server was set back to a text older than the one that an unsaved text was written on. */
export function meetOlder(segmentId: string, current: TargetView): Promise<void> {
  return savers.get(segmentId)?.meetOlder(current) ?? Promise.resolve();
}

/** The server acknowledged a text and has an older one now: ours goes there again, which keeps it in the history, and waits for a choice. */
export async function sendAgain(saved: TargetView, current: TargetView): Promise<void> {
  const { segmentId, text } = saved;
  if (isUnsaved(segmentId)) return;
  const entry: PendingEntry = { ...freshEntry(segmentId, text), base: saved.revisionId, baseText: current.text, wasAcknowledged: true };
  if (!(await makePending(saved, entry))) return;
  takeOver(entry);
  await flush(segmentId);
}

/** Whether a row's unsaved text is one that the server had and has no more. */
export function wasAcknowledged(segmentId: string): boolean {
  return savers.get(segmentId)?.entry?.wasAcknowledged ?? false;
}

/** The unsent text of a segment is given up, by a person's decision. */
export function letGo(segmentId: string): Promise<void> {
  return saverOf(segmentId).letGo();
}

/** Sends one segment's text now. */
export function flush(segmentId: string): Promise<void> {
  return savers.get(segmentId)?.flush() ?? Promise.resolve();
}

/** Sends everything now; resolves when each was sent or could not be. */
export async function flushAll({ outlivesPage = false } = {}): Promise<void> {
  await Promise.all([...savers.values()].map((saver) => saver.flush({ outlivesPage })));
}

async function adoptStrays(): Promise<void> {
  const [entries, tabs] = await Promise.all([listPending(who.personId), openTabs()]);
  for (const entry of entries) {
    const isAnothers = entry.tabId !== who.tabId && tabs.has(entry.tabId);
    if (isAnothers) awaitClosing(entry.tabId);
    // What waits for a decision can only be decided where its row is; sent again from elsewhere it would be kept aside once more.
    const waitsElsewhere = entry.isHeld && entry.documentId !== who.documentId;
    if (isAnothers || waitsElsewhere || savers.get(entry.segmentId)?.entry) continue;
    takeOver(entry.tabId === who.tabId ? entry : await adoptPending(entry, who.tabId));
  }
}

/** Another tab works on a text: should it close before that is sent, the text is taken over at once. */
function awaitClosing(tabId: string): void {
  if (watched.has(tabId)) return;
  watched.add(tabId);
  void whenClosed(tabId).then(() => {
    watched.delete(tabId);
    return replay();
  });
}

function takeOver(entry: PendingEntry): void {
  const saver = new SegmentSaver(entry.segmentId, host, entry);
  savers.set(entry.segmentId, saver);
  const row = rowOf(entry.segmentId);
  if (row) emit('row-updated', { row });
  if (!entry.isHeld) return host.state(entry.segmentId, 'device', null);
  if (row && row.target.revisionId !== entry.base) return saver.hold(row.target);
  entry.isHeld = false;
  host.state(entry.segmentId, 'device', null);
}

/** Sends everything this person has kept in this browser, other tabs' leavings too. */
export async function replay(): Promise<void> {
  await adoptStrays().catch((error: unknown) => console.warn('nothing is kept in this browser', error));
  await flushAll();
}

/** Starts: takes over what an earlier page could not send. Resolves when its texts are known; they are sent after that. */
export async function startSaving(person: { personId: string; documentId: string }): Promise<void> {
  who = { ...person, tabId: await thisTab() };
  await catchUpKeptPage().catch(() => undefined);
  await adoptStrays().catch((error: unknown) => console.warn('nothing is kept in this browser', error));
  on('activated', ({ row }) => sittings.set(row.id, crypto.randomUUID()));
  on('changed', ({ segmentId, text, used }) => changeText(segmentId, text, used));
  on('deactivated', ({ row }) => void flush(row.id));
  addEventListener('online', () => void replay());
  addEventListener('pagehide', () => void flushAll({ outlivesPage: true }));
  addEventListener('blur', () => void flushAll());
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' ? replay() : flushAll()));
  setInterval(() => document.visibilityState === 'visible' && void replay(), RETRY_STRAYS_MS);
  askToPersist().catch(() => undefined);
  void flushAll();
}
