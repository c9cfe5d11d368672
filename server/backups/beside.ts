/** Copies and reads in a thread of its own: an integrity check of a large file takes seconds, and one event loop serves everybody. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DamagedSnapshotError, type SnapshotFacts } from '../db/snapshot.ts';
import { inThisThread, type Copier } from './take.ts';

/** With `into` a copy is made, without it the file is read. */
export interface WorkerTask {
  file: string;
  into?: string;
  expected?: string;
}

export type WorkerAnswer = { facts: SnapshotFacts } | { error: string; code: string; isDamage: boolean };

/** In dist/ the thread's program lies beside this one; the sources are read in this thread. */
export function besideThisThread(): Copier {
  const program = fileURLToPath(new URL('./backup-worker.js', import.meta.url));
  if (!existsSync(program)) return inThisThread;
  return {
    take: (file, into) => run(program, { file, into }),
    examine: (file, expected) => run(program, { file, expected }),
  };
}

function run(program: string, task: WorkerTask): Promise<SnapshotFacts> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: task });
    // A server that stops does not wait for it; what it leaves behind is swept at the next start.
    worker.unref();
    worker.once('message', (answer: WorkerAnswer) => ('facts' in answer ? resolve(answer.facts) : reject(errorOf(answer))));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that makes backups ended with ${code}`)));
  });
}

function errorOf({ error, code, isDamage }: Exclude<WorkerAnswer, { facts: SnapshotFacts }>): Error {
  return isDamage ? new DamagedSnapshotError(error) : Object.assign(new Error(error), { code });
}
