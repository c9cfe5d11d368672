/** Who else is in which segment: an initial in the spine of its row. Nothing is locked by it. */
import type { PresentPerson } from '../../server/core/api.ts';
import { thisTab } from '../data/tab.ts';
import { askJson } from '../net/api.ts';
import { el } from '../nodes.ts';
import { word } from '../words.ts';
import { activeRowId } from './activation.ts';
import { on } from './events.ts';
import { elementOf } from './rows.ts';

/** How often a page says that it is still there. */
const BEAT_MS = 15_000;
/** Walking through rows is not being in each of them. */
const SETTLE_MS = 300;

let whose = { personId: '', documentId: '' };
let people: PresentPerson[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let isSignedOut = false;

async function say({ isLeaving = false } = {}): Promise<void> {
  const said = { segmentId: activeRowId(), isLeaving, saidAt: performance.timeOrigin + performance.now() };
  const body = { tab: await thisTab(), ...said };
  const path = `/documents/${encodeURIComponent(whose.documentId)}/presence`;
  const answer = await askJson<{ people: PresentPerson[] }>(path, { method: 'POST', body, outlivesPage: isLeaving });
  if (!isLeaving) take(answer.people);
}

function saySoon(afterMs = SETTLE_MS): void {
  clearTimeout(timer);
  if (isSignedOut) return;
  timer = setTimeout(() => {
    // Without an answer nobody is told anything: that is no news for the writer.
    if (document.visibilityState === 'visible') say().catch(() => undefined);
    saySoon(BEAT_MS);
  }, afterMs);
}

function take(present: readonly PresentPerson[]): void {
  const shown = new Set(people.map(({ segmentId }) => segmentId));
  people = present.filter(({ personId }) => personId !== whose.personId);
  for (const id of new Set([...shown, ...people.map(({ segmentId }) => segmentId)])) if (id !== null) draw(id);
}

function draw(segmentId: string): void {
  const spine = elementOf(segmentId)?.querySelector('.spine');
  if (!spine) return;
  spine.querySelectorAll('.present').forEach((face) => face.remove());
  for (const { name } of people.filter((person) => person.segmentId === segmentId)) {
    const said = word('presence.here', { name });
    spine.append(
      el('span', { class: 'face present', title: said }, el('bdi', { 'aria-hidden': 'true' }, [...name][0] ?? ''), el('span', { class: 'sr' }, said)),
    );
  }
}

export function startPresence(person: { personId: string; documentId: string }): void {
  whose = person;
  on('activated', () => saySoon());
  on('deactivated', () => saySoon());
  on('row-replaced', ({ segmentIds }) => segmentIds.forEach(draw));
  on('change', ({ change }) => change.kind === 'presence' && take((change.data as { people: PresentPerson[] }).people));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && saySoon());
  const leave = (): void => {
    clearTimeout(timer);
    say({ isLeaving: true }).catch(() => undefined);
  };
  addEventListener('pagehide', leave);
  // When the page hides nobody is signed in any more.
  addEventListener('signing-out', () => {
    isSignedOut = true;
    leave();
  });
  saySoon();
}
