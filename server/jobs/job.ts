import type { JobView } from '../core/api.ts';

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

export type { JobView };
