import type { Job, JobView } from './job.ts';
import type { Pace } from './pace.ts';
import type { JobRow } from './store.ts';

export function jobView(row: JobRow, pace: Pace | undefined): JobView {
  return {
    id: row.id,
    kind: row.kind as JobView['kind'],
    state: row.state,
    done: row.done,
    total: row.total,
    secondsLeft: row.state === 'running' ? (pace?.secondsFor(row.total - row.done) ?? null) : null,
    error: row.error,
  };
}

export function jobOf(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    projectId: row.project_id,
    documentId: row.document_id,
    personId: row.person_id,
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    fence: row.fence,
  };
}
