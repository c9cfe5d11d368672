import type { JobView } from '../core/api.ts';
import type { Tx } from '../db/connect.ts';

/** A unit of background work, as a handler sees it. */
export interface Job {
  id: string;
  kind: string;
  projectId: string;
  documentId: string | null;
  personId: string;
  payload: Record<string, unknown>;
  /** Fencing number of this claim: a result is written only while it is current. */
  fence: number;
}

/** What a handler may do with its job. */
export interface JobApi {
  /** Aborted when the job was paused, cancelled or lost to somebody else, and when the program stops. What is returned after that does not count. */
  signal: AbortSignal;
  /**
   * Writes one step's result, counts it and tells open pages, in one transaction.
   * @throws {JobLostError} when the job is no longer this handler's; nothing was written then.
   */
  writeResult<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Works a job off from wherever an earlier attempt left it. Returning means done; throwing means another attempt. */
export type JobHandler = (job: Job, api: JobApi) => Promise<void>;

/** Why a job could not go on. `key` stands below `job.problem.` in translations/. */
export interface JobProblem {
  key: string;
  /** true: trying again is no use before somebody does something, so the job waits. false: it is tried again. */
  pauses: boolean;
}

/** The job was paused, cancelled or taken over: what its handler still wanted to write must not be written. */
export class JobLostError extends Error {}

export type { JobView };
