import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { JobView, RowView } from '../core/api.ts';
import { CHECK_IDS } from '../core/checks/check.ts';
import type { CodeProblem } from '../core/inline/codes.ts';
import type { Actor } from '../core/permissions.ts';
import { AppError } from '../errors.ts';
import type { Translate } from '../http/locale.ts';
import { actorOf } from '../http/locals.ts';
import { idempotencyKeyOf, ifMatchOf } from '../http/preconditions.ts';
import { render, renderFragment } from '../http/render.ts';
import { takeTurns } from '../http/turns.ts';
import { parse } from '../http/validation.ts';
import type { Presence } from './presence.ts';
import type { Segments, WorkbenchPage } from './service.ts';

const offset = z.number().int().min(0);
/** A name that a program gave: of a sitting, of a draft. */
const name = z.string().regex(/^[\w-]{1,100}$/);
const flag = z.enum(['0', '1']).default('0');

const TargetSave = z.strictObject({
  text: z.string(),
  confirm: z.boolean(),
  used: z.array(z.strictObject({ kind: z.enum(['draft', 'match', 'term', 'paste']), id: name })).max(200),
  editGroup: name,
  acceptedAsIs: z.boolean().optional(),
});
const Split = z.strictObject({ sourceOffset: offset, targetOffset: offset });
const Comment = z.strictObject({
  text: z.string().trim().min(1).max(10_000),
  side: z.enum(['source', 'target']).nullable(),
  span: z.strictObject({ start: offset, end: offset }).nullable(),
  revisionId: z.string().max(64).nullable(),
});
const Batch = z.strictObject({
  origin: z.enum(['replace', 'revert']),
  edits: z
    .array(z.strictObject({ segmentId: z.string().max(64), ifMatch: z.string().max(64).nullable(), text: z.string() }))
    .min(1)
    .max(5000),
});
const Replacement = z.strictObject({ find: z.string().min(1).max(1000), replace: z.string().max(1000).default(''), case: flag, word: flag });
const Redraft = z.strictObject({ sentence: offset.optional() });
const Waiver = z.strictObject({ check: z.enum(CHECK_IDS), key: z.string().min(1).max(400), reason: z.string().trim().min(1).max(500) });
const Whereabouts = z.strictObject({ tab: name, segmentId: z.string().max(64).nullable(), isLeaving: z.boolean().default(false), saidAt: z.number() });
const Nothing = z.strictObject({});

/** What the page shows beside the rows; the context brings them together from the rooms that know. */
export interface WorkbenchExtras {
  jobOf(documentId: string): Promise<JobView | null>;
  requestDrafts(actor: Actor, documentId: string): Promise<JobView | null>;
  redraft(actor: Actor, segmentId: string, sentence?: number): Promise<JobView | null>;
  weakModel(): Promise<string | null>;
}

export function segmentRoutes({ segments, drafting, presence }: { segments: Segments; drafting: WorkbenchExtras; presence: Presence }): Router {
  const router = Router();

  router.get('/documents/:id', async (req, res) => {
    const page: WorkbenchPage = await segments.workbench(actorOf(res), req.params.id);
    const job = await drafting.jobOf(page.document.id);
    const title = page.document.titleTarget || page.document.titleSource;
    const weakModel = await drafting.weakModel();
    const groups = await renderGroups(res, page.rows);
    await render(res, 'segments/workbench', { ...page, groups, job, showsWeakDrafts: showsDraftsOf(weakModel, page, job) }, { title, head: 'segments/_head' });
  });

  router.get('/segments/:id', async (req, res) => {
    const row = await segments.row(actorOf(res), req.params.id);
    if (req.accepts(['html', 'json']) === 'json') res.json(row);
    else res.type('html').send(renderFragment(res, 'segments/_row', { row }));
  });

  router.put('/segments/:id/target', async (req, res) => {
    const request = { segmentId: req.params.id, ifMatch: ifMatchOf(req), idempotencyKey: idempotencyKeyOf(req), save: parse(TargetSave, req.body) };
    const answer = await segments.commitTarget(actorOf(res), request).catch((error: unknown) => {
      throw withReasons(error, res.locals.t);
    });
    if (answer.status === 412) throw new AppError('stale', 'segment.stale', { details: { ...answer.body } });
    res.status(answer.status).json(answer.body);
    // After the answer: nobody waits for the checks, and a text is saved whatever they do.
    segments.findings.check(req.params.id).catch(() => undefined);
  });

  router.get('/segments/:id/history', async (req, res) => {
    res.json(await segments.history(actorOf(res), req.params.id));
  });

  router.get('/segments/:id/revisions/:revisionId', async (req, res) => {
    res.json({ isThere: await segments.hasRevision(actorOf(res), req.params.id, req.params.revisionId) });
  });

  router.post('/segments/:id/splits', async (req, res) => {
    res.status(201).json(await segments.split(actorOf(res), { segmentId: req.params.id, ifMatch: ifMatchOf(req), ...parse(Split, req.body) }));
  });

  router.post('/segments/:id/joins', async (req, res) => {
    parse(Nothing, req.body);
    res.status(201).json(await segments.join(actorOf(res), { segmentId: req.params.id, ifMatch: ifMatchOf(req) }));
  });

  router.post('/documents/:id/presence', async (req, res) => {
    const person = { ...actorOf(res), name: res.locals.person!.name };
    res.json({ people: await presence.say(person, req.params.id, parse(Whereabouts, req.body)) });
  });

  addCommentRoutes(router, segments);
  addDocumentRoutes(router, segments, drafting);
  return router;
}

const ROWS_IN_GROUP = 50;

/** The HTML of the rows, group by group, so that nobody waits for the page of a long document. */
async function renderGroups(res: Response, rows: readonly RowView[]): Promise<string[]> {
  const giveWay = takeTurns();
  const groups: string[] = [];
  for (let at = 0; at < rows.length; at += ROWS_IN_GROUP) {
    const isWhole = rows.length <= ROWS_IN_GROUP;
    groups.push(renderFragment(res, 'segments/_group', { rows: rows.slice(at, at + ROWS_IN_GROUP), from: at + 1, isWhole }));
    await giveWay();
  }
  return groups;
}

/** Whether drafts of the model stand in the rows, or are on their way. */
function showsDraftsOf(model: string | null, { rows }: WorkbenchPage, job: JobView | null): boolean {
  if (model === null) return false;
  const isDrafting = job !== null && ['queued', 'running', 'paused'].includes(job.state);
  return isDrafting || rows.some((row) => row.draft?.model === model);
}

/** What people say about a segment: comments, and findings they decided to leave. */
function addCommentRoutes(router: Router, segments: Segments): void {
  router.get('/segments/:id/comments', async (req, res) => {
    res.json(await segments.listComments(actorOf(res), req.params.id));
  });
  router.post('/segments/:id/comments', async (req, res) => {
    res.status(201).json(await segments.addComment(actorOf(res), req.params.id, parse(Comment, req.body)));
  });
  const resolve = (isResolved: boolean) => async (req: Request<{ id: string }>, res: Response) => {
    parse(Nothing, req.body ?? {});
    res.json(await segments.setResolved(actorOf(res), req.params.id, isResolved));
  };
  router.post('/segments/:id/waivers', async (req, res) => {
    const waivers = await segments.findings.waive(actorOf(res), { segmentId: req.params.id, ifMatch: ifMatchOf(req), ...parse(Waiver, req.body) });
    res.status(201).json(waivers);
  });
  router.delete('/waivers/:id', async (req, res) => {
    parse(Nothing, req.body ?? {});
    res.json(await segments.findings.withdraw(actorOf(res), req.params.id));
  });
  router.put('/comments/:id/resolution', resolve(true));
  router.delete('/comments/:id/resolution', resolve(false));
}

function addDocumentRoutes(router: Router, segments: Segments, drafting: WorkbenchExtras): void {
  router.get('/documents/:id/replacements', async (req, res) => {
    const query = parse(Replacement, req.query);
    res.json(
      await segments.previewReplacement(actorOf(res), req.params.id, {
        find: query.find,
        replace: query.replace,
        matchCase: query.case === '1',
        wholeWord: query.word === '1',
      }),
    );
  });
  router.post('/documents/:id/edits', async (req, res) => {
    res.json(await segments.applyEdits(actorOf(res), req.params.id, { idempotencyKey: idempotencyKeyOf(req), batch: parse(Batch, req.body) }));
  });
  router.post('/documents/:id/drafts', async (req, res) => {
    parse(Nothing, req.body);
    res.status(202).json(await drafting.requestDrafts(actorOf(res), req.params.id));
  });
  router.post('/segments/:id/drafts', async (req, res) => {
    res.status(202).json(await drafting.redraft(actorOf(res), req.params.id, parse(Redraft, req.body).sentence));
  });
}

/** Puts what is wrong with inline codes into the reader's words. */
function withReasons(error: unknown, t: Translate): unknown {
  if (!(error instanceof AppError) || error.key !== 'segment.codes') return error;
  const problems = error.details.reasons as CodeProblem[];
  const reasons = problems.map(({ kind, numbers }) => t(`segments.codeProblem.${kind}`, { count: numbers.length, numbers: numbers.join(t('layout.comma')) }));
  return new AppError(error.code, error.key, { details: { ...error.details, reasons } });
}
