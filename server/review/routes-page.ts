/** The review page and its forms, which do without JavaScript whatever the resources do. */
import type { Response, Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../core/permissions.ts';
import { RETURN_CODES, SEVERITIES } from '../core/review.ts';
import { newId } from '../db/ids.ts';
import { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { actorOf } from '../http/locals.ts';
import { idempotencyKeyOf, usableKey } from '../http/preconditions.ts';
import { render } from '../http/render.ts';
import { parse, storableText } from '../http/validation.ts';
import { CHOICES } from './approve-several.ts';
import type { Decision, DecisionAnswer } from './decide.ts';
import { ORDERS } from './queue.ts';
import type { Review } from './service.ts';
import { DONE, reviewView, type Attempt } from './view.ts';

const id = z.string().max(64);
const order = z.enum(ORDERS).catch('text');
const Where = z.object({ order, segment: id.optional(), done: z.enum(DONE).optional().catch(undefined), of: id.optional() });

const POLICIES = ['four-eyes-on', 'four-eyes-off'] as const;
const DECISIONS = ['approve', 'return', 'take-off-approval', 'sign-off', 'take-off-sign'] as const;
const offset = z
  .string()
  .regex(/^\d{0,6}$/, 'comment.span')
  .default('');

const Policy = z.strictObject({ decision: z.enum(POLICIES), order, segment: id.default('') });
const SourceForm = z.strictObject({
  decision: z.literal('correct-source'),
  segment: id,
  hash: id,
  key: z.string().max(100),
  order,
  source: z.string(),
});
const Form = z.strictObject({
  decision: z.enum(DECISIONS),
  segment: id,
  revision: id,
  key: z.string().max(100),
  order,
  next: id.default(''),
  text: z.string().optional(),
  code: z.enum(RETURN_CODES, 'review.noCode').optional(),
  severity: z.enum(SEVERITIES).default('minor'),
  spanStart: offset,
  spanEnd: offset,
  comment: storableText(10_000).default(''),
});
type Form = z.output<typeof Form>;

const ListForm = z.strictObject({ list: z.string().max(400_000), key: z.string().max(100) });
const ChoiceBody = z.strictObject({ choice: z.enum(CHOICES) });
const ListBody = z.strictObject({
  approve: z
    .array(z.strictObject({ segmentId: id, revisionId: id }))
    .min(1)
    .max(5000),
});

export function addReviewPage(router: Router, review: Review): void {
  const show = async (res: Response, documentId: string, where: z.output<typeof Where>, attempt?: Attempt) => {
    const page = await review.read(actorOf(res), documentId, { order: where.order, segmentId: where.segment ?? null });
    const { titleTarget, titleSource } = page.document;
    const data = reviewView(page, { personId: actorOf(res).personId, attempt, done: where.done, of: where.of });
    const title = res.locals.t('review.title', { title: titleTarget || titleSource });
    await render(res, 'review/review', data, { title, head: 'review/_head', status: attempt?.status });
  };

  const correctSource = async (res: Response, documentId: string, form: z.output<typeof SourceForm>) => {
    const { document, current } = await review.read(actorOf(res), documentId, { order: form.order, segmentId: form.segment });
    if (current?.segment.id !== form.segment) throw new AppError('not-found', 'notFound.segment');
    const source = form.source.replaceAll('\r\n', '\n');
    const correction = { segmentId: form.segment, sourceHash: form.hash, text: source, idempotencyKey: usableKey(form.key) };
    const problem = await review.correctSource(actorOf(res), correction).then(() => null, refusedHere);
    if (!problem) return res.redirect(303, addressAfter(document.id, { ...form, next: '' }));
    const kept = { source, severity: 'minor', comment: '', spanStart: '', spanEnd: '' };
    await show(res, documentId, { order: form.order, segment: form.segment }, { ...refusal(res, problem), form: kept });
  };

  router.get('/documents/:id/review', async (req, res) => {
    await show(res, req.params.id, parse(Where, req.query));
  });

  router.post('/documents/:id/review', async (req, res) => {
    const documentId = req.params.id;
    if (has(req.body, 'decision') && req.body.decision === 'correct-source') return correctSource(res, documentId, parse(SourceForm, req.body));
    if (isPolicy(req.body)) return changePolicy(review, res, documentId, parse(Policy, req.body));
    const form = withPlainLines(parse(Form, req.body));
    const actor = actorOf(res);
    const { document, current } = await review.read(actor, documentId, { order: form.order, segmentId: form.segment });
    if (current?.segment.id !== form.segment) throw new AppError('not-found', 'notFound.segment');
    const correction = await correctionIn(review, actor, form);
    const problem = await decide(review, actor, { form, correction }).catch(refusedHere);
    if (!problem) return res.redirect(303, addressAfter(document.id, form));
    // A text nobody corrected gives way to the newest, and places in a text that is no longer shown mean nothing.
    const kept = { ...form, text: correction, ...(problem.code === 'stale' ? { spanStart: '', spanEnd: '' } : {}) };
    await show(res, documentId, { order: form.order, segment: form.segment }, { ...refusal(res, problem), form: kept });
  });

  router.post('/documents/:id/approvals', async (req, res) => {
    const actor = actorOf(res);
    const documentId = req.params.id;
    if (req.is('application/json')) {
      if (!has(req.body, 'approve')) return void res.json(await review.planApprovals(actor, documentId, parse(ChoiceBody, req.body).choice));
      const { approve } = parse(ListBody, req.body);
      return void res.json(await review.applyApprovals(actor, documentId, { idempotencyKey: idempotencyKeyOf(req), list: approve }));
    }
    await answerForm(review, res, documentId, req.body);
  });
}

async function answerForm(review: Review, res: Response, documentId: string, body: unknown): Promise<void> {
  const actor = actorOf(res);
  const isList = has(body, 'list');
  const outcome = isList ? await applyList(review, actor, documentId, parse(ListForm, body)) : null;
  const plan = isList ? null : await review.planApprovals(actor, documentId, parse(ChoiceBody, body).choice);
  const { document } = await review.read(actor, documentId, { order: 'text', segmentId: null });
  await render(res, 'review/approvals', { document, plan, outcome, key: newId() }, { title: res.locals.t('review.several.title'), head: 'review/_head' });
}

function applyList(review: Review, actor: Actor, documentId: string, form: z.output<typeof ListForm>) {
  const approve = form.list
    .split(' ')
    .filter(Boolean)
    .map((pair) => ({ segmentId: pair.split(':')[0], revisionId: pair.split(':')[1] }));
  return review.applyApprovals(actor, documentId, { idempotencyKey: usableKey(form.key), list: parse(ListBody, { approve }).approve });
}

function isPolicy(body: unknown): boolean {
  return has(body, 'decision') && (POLICIES as readonly unknown[]).includes(body.decision);
}

function has<K extends string>(body: unknown, name: K): body is Record<K, unknown> {
  return typeof body === 'object' && body !== null && name in body;
}

async function changePolicy(review: Review, res: Response, documentId: string, form: z.output<typeof Policy>): Promise<void> {
  const { document } = await review.read(actorOf(res), documentId, { order: form.order, segmentId: null });
  await review.setFourEyes(actorOf(res), document.projectId, form.decision === 'four-eyes-on');
  res.redirect(303, `/documents/${document.id}/review?order=${form.order}${form.segment ? `&segment=${form.segment}` : ''}`);
}

/** Forms send line ends as CR LF, whatever stood in the field. */
function withPlainLines(form: Form): Form {
  return { ...form, comment: form.comment.replaceAll('\r\n', '\n').trim(), ...(form.text === undefined ? {} : { text: form.text.replaceAll('\r\n', '\n') }) };
}

/** The text of the form, unless it is the one that was seen. */
async function correctionIn(review: Review, actor: Actor, form: Form): Promise<string | undefined> {
  const seen = await review.textOf(actor, form.segment, form.revision);
  return form.text === seen?.replaceAll('\r\n', '\n') ? undefined : form.text;
}

/** Does what the form says. Returns null, or what kept it from being done. */
async function decide(review: Review, actor: Actor, { form, correction }: { form: Form; correction: string | undefined }): Promise<AppError | null> {
  const decision: Decision = { segmentId: form.segment, revisionId: form.revision, idempotencyKey: usableKey(form.key) };
  const answer = await decideAs(review, actor, { form, decision, correction });
  if (answer.status !== 412) return null;
  const isKept = 'sideRevisionId' in answer.body && answer.body.sideRevisionId !== undefined;
  return new AppError('stale', isKept ? 'review.staleKept' : 'review.stale');
}

function decideAs(
  review: Review,
  actor: Actor,
  { form, decision, correction }: { form: Form; decision: Decision; correction?: string },
): Promise<DecisionAnswer> {
  switch (form.decision) {
    case 'approve':
      return review.approve(actor, decision, correction);
    case 'return':
      if (correction !== undefined) throw new AppError('invalid', 'review.correctedReturn');
      return review.returnText(actor, decision, { ...reasonOf(form), comment: form.comment });
    case 'take-off-approval':
      return review.takeOffApproval(actor, decision);
    case 'sign-off':
      return review.signOff(actor, decision);
    case 'take-off-sign':
      return review.takeOffSign(actor, decision);
  }
}

function reasonOf({ code, severity, spanStart, spanEnd }: Form) {
  if (!code) throw new AppError('invalid', 'review.noCode');
  return { code, severity, span: spanStart && spanEnd ? { start: Number(spanStart), end: Number(spanEnd) } : null };
}

function refusal(res: Response, { code, key, values }: AppError): Pick<Attempt, 'status' | 'message'> {
  return { status: STATUS[code], message: res.locals.t(`error.${key}`, values) };
}

/** What the page itself can say; everything else gets a page of its own. */
function refusedHere(error: unknown): AppError {
  if (error instanceof AppError && ['invalid', 'conflict', 'forbidden', 'stale'].includes(error.code)) return error;
  throw error;
}

function addressAfter(documentId: string, { decision, order, segment, next }: Pick<Form, 'order' | 'segment' | 'next'> & { decision: string }): string {
  const goesOn = decision === 'approve' || decision === 'return';
  const at = goesOn ? next : segment;
  return `/documents/${documentId}/review?order=${order}${at ? `&segment=${at}` : ''}&done=${decision}&of=${segment}`;
}
