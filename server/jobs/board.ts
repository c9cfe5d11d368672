/** Every change of a job and what open pages are told of it, in one transaction. */
import { appendChange } from '../db/changes.ts';
import type { Tx } from '../db/connect.ts';
import type { JobView } from './job.ts';
import { Pace } from './pace.ts';
import type { JobRow } from './store.ts';
import { jobView } from './view.ts';

export class Board {
  /** Of the jobs that run in this process. */
  readonly #paces = new Map<string, { fence: number; pace: Pace }>();

  view(row: JobRow): JobView {
    return jobView(row, this.#paces.get(row.id)?.pace);
  }

  async tell(tx: Tx, row: JobRow): Promise<JobView> {
    const view = this.view(row);
    await appendChange(tx, {
      projectId: row.project_id,
      documentId: row.document_id,
      segmentId: null,
      kind: 'job.progress',
      personId: null,
      data: { ...view },
    });
    return view;
  }

  begin(id: string, fence: number): void {
    this.#paces.set(id, { fence, pace: new Pace(performance.now()) });
  }

  step(id: string): void {
    this.#paces.get(id)?.pace.step(performance.now());
  }

  /** Does nothing to a later claim of the same job. */
  end(id: string, fence: number): void {
    if (this.#paces.get(id)?.fence === fence) this.#paces.delete(id);
  }
}
