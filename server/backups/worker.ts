/** The thread that copies and reads databases, so that nobody waits for it. One task, one answer. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { DamagedSnapshotError, examineSnapshot, takeSnapshot } from '../db/snapshot.ts';
import type { WorkerAnswer, WorkerTask } from './beside.ts';

const task = workerData as WorkerTask;
// On Linux this is the priority of the thread that asks, elsewhere of the whole process.
if (process.platform === 'linux') setPriority(10);

async function answer(): Promise<WorkerAnswer> {
  try {
    return { facts: task.into === undefined ? await examineSnapshot(task.file, task.expected) : await takeSnapshot(task.file, task.into) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { error: String(error instanceof Error ? error.message : error), code, isDamage: error instanceof DamagedSnapshotError };
  }
}

parentPort?.postMessage(await answer());
