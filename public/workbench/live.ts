/** What others, other tabs and the machine do, as it happens. Own changes are known already by their revision. */
import type { ChangeEvent } from '../../server/core/api.ts';
import { listenToChanges } from '../net/stream.ts';
import { emit, on } from './events.ts';
import { refresh, replaceRetired } from './refresh.ts';
import { elementOf, rowOf } from './rows.ts';
import { isSending } from './saving.ts';

const GATHER_MS = 60;
/** Changes of a row that are not a saved text. */
const REFRESHED = new Set(['segment.drafted', 'segment.commented', 'segment.waived', 'segment.source-corrected']);
const waiting = new Set<string>();
/** Changes that came while our own save of that segment was under way: looked at again when its answer is known. */
const afterAnswer = new Map<string, ChangeEvent>();
let timer: ReturnType<typeof setTimeout> | undefined;

function refreshSoon(id: string): void {
  waiting.add(id);
  timer ??= setTimeout(() => {
    timer = undefined;
    const ids = [...waiting];
    waiting.clear();
    void Promise.all(ids.map(refresh));
  }, GATHER_MS);
}

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}

function takeSaved(id: string, change: ChangeEvent): void {
  if (rowOf(id)?.target.revisionId === change.data.revisionId) return;
  if (isSending(id)) afterAnswer.set(id, change);
  else refreshSoon(id);
}

function take(change: ChangeEvent): void {
  const id = change.segmentId;
  if (change.kind === 'segment.split' || change.kind === 'segment.joined')
    replaceRetired(idsOf(change.data.retired), idsOf(change.data.successors)).catch(reportError);
  else if (id !== null && elementOf(id)) {
    if (change.kind === 'segment.saved') takeSaved(id, change);
    else if (REFRESHED.has(change.kind)) refreshSoon(id);
  }
  emit('change', { change });
}

export function startLive(documentId: string, position: string): void {
  on('save-state', ({ segmentId, state }) => {
    const change = afterAnswer.get(segmentId);
    if (state === 'saving' || !change) return;
    afterAnswer.delete(segmentId);
    takeSaved(segmentId, change);
  });
  // A text that met a newer one is kept aside until its author saves again: the row says so.
  on('stale', ({ segmentId }) => refreshSoon(segmentId));
  on('saved', ({ segmentId }) => (rowOf(segmentId)?.sideRevisions ?? 0) > 0 && refreshSoon(segmentId));
  listenToChanges(position, {
    change(change) {
      if (change.documentId === documentId) take(change);
    },
    setBack: () => emit('set-back', {}),
  });
}
