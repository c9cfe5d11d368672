/** The thread that reads and writes files. One task, one answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { formatById, formatFor } from './registry.ts';
import type { FormatAnswer, FormatTask } from './service.ts';

function answer(task: FormatTask): FormatAnswer {
  try {
    if (task.kind === 'write') return { written: formatById(task.formatId).write(task.request) };
    const format = formatFor(task.file);
    return { read: { formatId: format.id, content: format.read(task.file) } };
  } catch (error) {
    if (!(error instanceof AppError)) return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    const { code, key, values, details } = error;
    return { refusal: { code, key, values, details } };
  }
}

parentPort?.postMessage(answer(workerData as FormatTask));
