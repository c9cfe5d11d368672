/** The drafting job in the status line: how far, how long, pause and go on. */
import type { JobView } from '../../server/core/api.ts';
import { askJson, Refusal } from '../net/api.ts';
import { word } from '../words.ts';
import { alertNow, announce } from './announce.ts';
import { defineAction } from './actions.ts';
import { emit, on } from './events.ts';
import { elementOf, firstRowId, nextRowId, rowOf } from './rows.ts';

const FINISHED_SHOWN_MS = 6000;
let root: HTMLElement;
let documentId = '';
let job: JobView | null = null;
let saidTenth = -1;
let nowId: string | null = null;

function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 90 ? word('draft.left', { count: Math.max(1, Math.round(seconds)) }) : word('draft.leftMinutes', { count: Math.round(seconds / 60) });
}

function sentence({ state, done, total, secondsLeft }: JobView): string {
  if (state === 'running') return word('draft.progress', { done, total }) + timeLeft(secondsLeft);
  if (state === 'queued') return done === 0 ? word('draft.queued') : word('draft.progress', { done, total });
  if (state === 'paused') return word('draft.paused', { done, total });
  return word(state === 'failed' ? 'draft.failed' : 'draft.finished');
}

/** Why it stands still, in the words the page brought along. */
function problemOf({ error }: JobView): string | null {
  return error === null ? null : (document.querySelector(`[data-problem="${CSS.escape(error)}"]`)?.textContent ?? null);
}

const isUnderWay = (state: JobView['state'] | undefined): boolean => state === 'running' || state === 'queued';

function draw(): void {
  const bar = document.querySelector<HTMLElement>('[data-part="job"]');
  if (!bar) return;
  const state = job?.state;
  root.dataset.drafting = state === undefined ? 'none' : isUnderWay(state) ? 'running' : state === 'paused' ? 'paused' : 'none';
  bar.hidden = job === null || state === 'cancelled';
  if (!job) return;
  const progress = bar.querySelector('progress')!;
  progress.hidden = !isUnderWay(state) && state !== 'paused';
  progress.max = Math.max(1, job.total);
  progress.value = job.done;
  bar.querySelector('[data-part="job-words"]')!.textContent = problemOf(job) ?? sentence(job);
  bar.querySelector<HTMLElement>('[data-action="pause-drafting"]')!.hidden = !isUnderWay(state);
  bar.querySelector<HTMLElement>('[data-action="resume-drafting"]')!.hidden = state !== 'paused';
  bar.querySelector<HTMLElement>('[data-action="start-drafting"]')!.hidden = state !== 'failed';
}

function sayProgress(): void {
  if (!job || job.state !== 'running' || job.total === 0) return;
  const tenth = Math.floor((job.done / job.total) * 10);
  if (tenth === saidTenth) return;
  saidTenth = tenth;
  announce(sentence(job));
}

/** The first row without a whole draft is the one the machine is at. */
function markNow(): void {
  const before = nowId === null ? undefined : elementOf(nowId);
  if (before) delete before.dataset.now;
  const start = before ? nowId : firstRowId();
  nowId = null;
  if (!isUnderWay(job?.state)) return;
  nowId = firstUndrafted(start);
  if (nowId !== null) elementOf(nowId)!.dataset.now = '';
}

function firstUndrafted(start: string | null): string | null {
  for (let id = start; id !== null; id = nextRowId(id)) {
    const row = rowOf(id);
    if (row?.target.revisionId === null && !row.draft?.isWhole) return id;
  }
  return null;
}

function take(next: JobView): void {
  const wasUnderWay = isUnderWay(job?.state);
  job = next;
  draw();
  markNow();
  sayProgress();
  emit('job', { job: next });
  if (!isUnderWay(next.state) && next.state !== 'paused' && next.state !== 'failed') {
    if (wasUnderWay) announce(word('draft.finished'));
    setTimeout(() => {
      if (job === next) document.querySelector<HTMLElement>('[data-part="job"]')!.hidden = true;
    }, FINISHED_SHOWN_MS);
  }
}

async function ask(request: () => Promise<JobView | null>): Promise<void> {
  try {
    const answer = await request();
    if (answer) take(answer);
  } catch (error) {
    alertNow(word('draft.notAsked', { reason: error instanceof Refusal ? error.message : word('save.offline') }));
  }
}

const steer = (state: 'paused' | 'queued') => () =>
  ask(() => askJson<JobView>(`/jobs/${encodeURIComponent(job!.id)}/state`, { method: 'PUT', body: { state } }));

/** Has a segment, or one of its sentences, drafted again. Its text stays as it is. */
export async function redraft(id: string, sentenceIndex: number | null): Promise<void> {
  announce(word('draft.asked', { number: rowOf(id)?.number ?? '' }));
  await ask(() =>
    askJson<JobView | null>(`/segments/${encodeURIComponent(id)}/drafts`, { method: 'POST', body: sentenceIndex === null ? {} : { sentence: sentenceIndex } }),
  );
}

export function startDrafting(main: HTMLElement): void {
  root = main;
  documentId = main.dataset.document!;
  job = main.dataset.job ? (JSON.parse(main.dataset.job) as JobView) : null;
  if (job && !isUnderWay(job.state) && job.state !== 'paused' && job.state !== 'failed') job = null;
  draw();
  markNow();
  on('change', ({ change }) => {
    if (change.kind === 'job.progress') take(change.data as unknown as JobView);
    else if (change.kind === 'segment.drafted') markNow();
  });
  on('row-replaced', markNow);
  on('row-updated', ({ row }) => row.id === nowId && markNow());
  defineAction('pause-drafting', { run: steer('paused'), when: () => isUnderWay(job?.state) });
  defineAction('resume-drafting', { run: steer('queued'), when: () => job?.state === 'paused' });
  defineAction('start-drafting', {
    run: () => ask(() => askJson<JobView | null>(`/documents/${encodeURIComponent(documentId)}/drafts`, { method: 'POST', body: {} })),
  });
}
