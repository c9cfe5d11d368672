/** Drafting a document in the background: queue what has no draft, one paragraph one commit, never touching what a person wrote. */
import type { JobView } from '../core/api.ts';
import type { Span } from '../core/model.ts';
import type { Actor } from '../core/permissions.ts';
import { SEGMENTER_VERSION, sentences } from '../core/segmentation/segmentation.ts';
import { appendChange } from '../db/changes.ts';
import type { Db, Queryable, Tx } from '../db/connect.ts';
import type { DocumentFacts, RequireDocument } from '../documents/service.ts';
import type { DraftedSentence, Drafts } from '../drafts/service.ts';
import { AppError } from '../errors.ts';
import type { Job, JobApi, Jobs, NewJob } from '../jobs/service.ts';
import type { SegmentAccess } from './access.ts';
import { insertDraft, newestDrafts, spanKey } from './drafts-store.ts';
import { findSegment, listSegments, type SegmentRow } from './store.ts';

/** Asked for by a person at one segment: goes before whole documents. */
const INTERACTIVE = 10;
const BACKGROUND = 0;

/** Paragraphs in the engine's hands: the more, the better it can put sentences of like length together; each is written as soon as it is done. */
const AT_ONCE = 48;

/** A segment and those of its sentences that shall be drafted. */
interface Task {
  segment: SegmentRow;
  spans: Span[];
}

interface Rooms {
  db: Db;
  jobs: Jobs;
  drafts: Drafts;
  access: SegmentAccess;
  requireDocument: RequireDocument;
}

export function createDrafting({ db, jobs, drafts, access, requireDocument }: Rooms) {
  return {
    /** The newest drafting job of a document, for the page's status line; null when there never was one. */
    jobOf(documentId: string): Promise<JobView | null> {
      return jobs.newestOf(db.read, documentId);
    },

    /** The model in use when people should be warned of its drafts, else null. */
    weakModel: drafts.weakModel,

    /** Queues every segment without a whole draft. Returns the job, or null when nothing is missing. */
    requestDrafts(actor: Actor, documentId: string): Promise<JobView | null> {
      return db.write(async (tx) => {
        const document = await requireDocument(tx, actor, documentId, 'draft.request');
        const total = (await undrafted(tx, documentId)).length;
        if (total === 0) return null;
        return jobs.enqueue(tx, documentJob(document, actor, total));
      });
    },

    /** Queues a segment, or its sentence number `sentence` (from 0), for another attempt; the attempts before stay in the history of drafts. */
    redraft(actor: Actor, segmentId: string, sentence?: number): Promise<JobView | null> {
      return db.write(async (tx) => {
        const segment = await access.findActive(tx, actor, segmentId, 'draft.request');
        if (sentence !== undefined && sentence >= sentences(segment.source, 'ar').length)
          throw new AppError('invalid', 'segment.sentence', { details: { field: 'sentence' } });
        return jobs.enqueue(tx, redraftJob(segment, actor, sentence));
      });
    },

    /** Works a drafting job off from wherever an earlier attempt left it. */
    async handle(job: Job, api: JobApi): Promise<void> {
      const { segmentId, sentence } = job.payload as { segmentId?: string; sentence?: number };
      const urgency = segmentId ? 'interactive' : 'background';
      const tasks = segmentId ? await redraftTask(db.read, segmentId, sentence) : await undrafted(db.read, job.documentId ?? '');
      const known = new Map<string, Promise<void>>();
      await atOnce(tasks, { most: AT_ONCE, signal: api.signal }, ({ segment, spans }) => {
        const draft = async (only: readonly Span[]) => {
          const drafted = await drafts.draftText(segment.source, segment.codes, { urgency, caller: job.id, signal: api.signal, only });
          await api.writeResult((tx) => keep(tx, segment, drafted, drafts.settings));
        };
        // Drafts belong to the source text: where it stands a second time, its draft is there as soon as the first is.
        const drafting = known.get(segment.sourceHash)?.then(() => draft([])) ?? draft(spans);
        if (!known.has(segment.sourceHash)) known.set(segment.sourceHash, drafting);
        return drafting;
      });
    },
  };
}

/** Works through the items in order, several at once. After one has failed none is begun; rejects with its error when all that were begun have ended. */
async function atOnce<T>(items: readonly T[], { most, signal }: { most: number; signal: AbortSignal }, work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  let hasFailed = false;
  const workers = Array.from({ length: most }, async () => {
    for (let item = rest.shift(); item !== undefined && !hasFailed && !signal.aborted; item = rest.shift())
      await work(item).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
  });
  for (const ended of await Promise.allSettled(workers)) if (ended.status === 'rejected') throw ended.reason;
}

function documentJob({ id, projectId }: DocumentFacts, actor: Actor, total: number): NewJob {
  return { kind: 'draft', dedupeKey: `draft:${id}`, projectId, documentId: id, personId: actor.personId, priority: BACKGROUND, payload: {}, total };
}

function redraftJob({ id, projectId, documentId }: SegmentRow, actor: Actor, sentence: number | undefined): NewJob {
  const payload = { segmentId: id, ...(sentence === undefined ? {} : { sentence }) };
  return {
    kind: 'draft',
    dedupeKey: `redraft:${id}:${sentence ?? 'all'}`,
    projectId,
    documentId,
    personId: actor.personId,
    priority: INTERACTIVE,
    payload,
    total: 1,
  };
}

/** The segments of a document that lack a draft of some sentence, in order. */
async function undrafted(db: Queryable, documentId: string): Promise<Task[]> {
  const segments = await listSegments(db, documentId);
  const drafts = await newestDrafts(
    db,
    segments.map((segment) => segment.sourceHash),
  );
  return segments
    .map((segment) => {
      const known = drafts.get(segment.sourceHash);
      const spans = sentences(segment.source, 'ar').filter((span) => !known?.has(spanKey(span)));
      return { segment, spans };
    })
    .filter(({ spans }) => spans.length > 0);
}

async function redraftTask(db: Queryable, segmentId: string, sentence: number | undefined): Promise<Task[]> {
  const segment = await findSegment(db, segmentId);
  if (!segment || segment.retiredAt) return [];
  const all = sentences(segment.source, 'ar');
  return [{ segment, spans: sentence === undefined ? all : all.slice(sentence, sentence + 1) }];
}

async function keep(tx: Tx, segment: SegmentRow, drafted: readonly DraftedSentence[], settings: string): Promise<void> {
  for (const { span, text, tokens, scores, links, flags, from } of drafted)
    await insertDraft(tx, {
      sourceHash: segment.sourceHash,
      span,
      segmenter: SEGMENTER_VERSION,
      engine: from.engine,
      model: from.name,
      modelHash: from.hash,
      settings,
      text,
      tokens,
      scores,
      links,
      flags,
    });
  await appendChange(tx, {
    projectId: segment.projectId,
    documentId: segment.documentId,
    segmentId: segment.id,
    kind: 'segment.drafted',
    personId: null,
    data: {},
  });
}
