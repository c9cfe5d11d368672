/** Decisions as resources: an approval, a return and a sign-off of a segment, and approvals of a document. The page and its forms are in routes-page.ts. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { RETURN_CODES, SEVERITIES } from '../core/review.ts';
import { AppError } from '../errors.ts';
import { actorOf } from '../http/locals.ts';
import { idempotencyKeyOf, ifMatchOf } from '../http/preconditions.ts';
import { parse, storableText } from '../http/validation.ts';
import type { Decision, DecisionAnswer } from './decide.ts';
import { addReviewPage } from './routes-page.ts';
import type { Review } from './service.ts';

const offset = z.number().int().min(0);
const id = z.string().max(64);

const Approval = z.strictObject({ revisionId: id, text: z.string().optional() });
const Return = z.strictObject({
  revisionId: id,
  code: z.enum(RETURN_CODES),
  severity: z.enum(SEVERITIES),
  span: z.strictObject({ start: offset, end: offset }).nullable(),
  comment: storableText(10_000),
});
const Seen = z.strictObject({ revisionId: id });
/** The source has no revisions of its own: its hash says which text was seen. */
const Source = z.strictObject({ text: z.string(), sourceHash: id });
const Nothing = z.strictObject({});

export function reviewRoutes(review: Review): Router {
  const router = Router();

  router.post('/segments/:id/approval', async (req, res) => {
    const { revisionId, text } = parse(Approval, req.body);
    send(res, 201, await review.approve(actorOf(res), decisionOf(req, revisionId), text));
  });
  router.delete('/segments/:id/approval', async (req, res) => {
    send(res, 200, await review.takeOffApproval(actorOf(res), decisionOf(req, parse(Seen, req.body).revisionId)));
  });
  router.post('/segments/:id/return', async (req, res) => {
    const { revisionId, ...reason } = parse(Return, req.body);
    send(res, 201, await review.returnText(actorOf(res), decisionOf(req, revisionId), reason));
  });
  router.put('/segments/:id/sign-off', async (req, res) => {
    send(res, 200, await review.signOff(actorOf(res), decisionOf(req, parse(Seen, req.body).revisionId)));
  });
  router.delete('/segments/:id/sign-off', async (req, res) => {
    send(res, 200, await review.takeOffSign(actorOf(res), decisionOf(req, parse(Seen, req.body).revisionId)));
  });

  router.put('/segments/:id/source', async (req, res) => {
    const { text, sourceHash } = parse(Source, req.body);
    const answer = await review.correctSource(actorOf(res), { segmentId: req.params.id, sourceHash, text, idempotencyKey: idempotencyKeyOf(req) });
    res.status(answer.status).json(answer.body);
  });

  const setFourEyes = (isOn: boolean) => async (req: Request<{ id: string }>, res: Response) => {
    parse(Nothing, req.body);
    await review.setFourEyes(actorOf(res), req.params.id, isOn);
    res.sendStatus(204);
  };
  router.put('/projects/:id/four-eyes', setFourEyes(true));
  router.delete('/projects/:id/four-eyes', setFourEyes(false));

  addReviewPage(router, review);
  return router;
}

/** The revision in the body is the one the person saw, and no other may be the head. */
function decisionOf(req: Request<{ id: string }>, revisionId: string): Decision {
  if (ifMatchOf(req) !== revisionId) throw new AppError('invalid', 'review.revision', { details: { field: 'revisionId' } });
  return { segmentId: req.params.id, revisionId, idempotencyKey: idempotencyKeyOf(req) };
}

function send(res: Response, status: number, answer: DecisionAnswer): void {
  if (answer.status === 412) throw new AppError('stale', 'review.stale', { details: { ...answer.body } });
  res.status(status).json(answer.body);
}
