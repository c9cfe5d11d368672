/** Runs the checks beside the page, so that typing never waits for them. One answer for each question, in order. */
import { runChecks, runDocumentChecks } from '../../server/core/checks/run.ts';
import type { CheckAnswer, CheckQuestion } from '../data/check-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener('message', ({ data }: MessageEvent<CheckQuestion>) => {
  self.postMessage(answerTo(data));
});

function answerTo(question: CheckQuestion): CheckAnswer {
  if (question.kind === 'document') return { kind: 'document', findings: runDocumentChecks(question.segments).findings };
  return { kind: 'segment', id: question.id, target: question.pair.target, result: runChecks(question.pair) };
}
