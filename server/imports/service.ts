/** Files → documents. */
import { setImmediate as breathe } from 'node:timers/promises';
import { exceptionsIn } from '../core/segmentation/exceptions.ts';
import { may, type Action, type Actor, type Role } from '../core/permissions.ts';
import type { Db, Queryable, Tx } from '../db/connect.ts';
import { newId } from '../db/ids.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../http/log.ts';
import { takeTurns } from '../http/turns.ts';
import type { ProjectSummary } from '../projects/service.ts';
import { previewFile, type FilePreview } from './preview.ts';
import { readFile, segmented, titleOf, type UploadedFile } from './read-file.ts';
import { cuttingOf, insertDocument, type Cutting, type NewBlock, type NewDocument, type SegmentUnit } from './store.ts';

export type { FilePreview } from './preview.ts';
export type { UploadedFile } from './read-file.ts';
export type { SegmentUnit } from './store.ts';

export interface ImportsOptions {
  db: Db;
  log: Log;
  requireMember(db: Queryable, actor: Actor, projectId: string, action: Action): Promise<readonly Role[]>;
  projects: {
    list(actor: Actor): Promise<ProjectSummary[]>;
    create(actor: Actor, facts: { name: string; isSample?: boolean; segmentUnit?: SegmentUnit }, running?: Tx): Promise<string>;
  };
  /** Asks for drafts of what has none. Called after the import was committed. */
  queueDrafts(actor: Actor, documentId: string): Promise<unknown>;
}

export interface ImportRequest {
  /** Where to: a project the actor belongs to, or a new one. */
  project: { id: string } | { name: string; isSample?: boolean };
  files: readonly UploadedFile[];
  /** Default: what the project says. */
  segmentUnit?: SegmentUnit;
  /** Whether drafting begins at once. */
  draft: boolean;
}

export interface Imported {
  projectId: string;
  /** One per file, in order. */
  documentIds: string[];
}

/** A project one may import into. */
export interface ImportProject {
  id: string;
  name: string;
  segmentUnit: SegmentUnit;
}

export type Imports = ReturnType<typeof createImports>;

/** Today's projects are all from Arabic to English; a new one is made so. */
const TARGET_LANG = 'en';
const NEW_PROJECT_CUTTING: Cutting = { unit: 'paragraph', exceptions: '' };

export function createImports({ db, log, requireMember, projects, queueDrafts }: ImportsOptions) {
  /** Reads every file before anything is written: one that cannot be read keeps all out. */
  async function readAll(files: readonly UploadedFile[], cutting: Cutting): Promise<NewDocument[]> {
    if (files.length === 0) throw new AppError('invalid', 'import.nothing', { details: { field: 'text' } });
    const documents: NewDocument[] = [];
    for (const file of files) {
      documents.push(await toDocument(file, cutting));
      await breathe();
    }
    return documents;
  }

  async function queueAll(actor: Actor, documentIds: readonly string[]): Promise<void> {
    for (const id of documentIds) {
      try {
        await queueDrafts(actor, id);
      } catch (error) {
        // The documents are there and can be drafted from their pages.
        log.error({ documentId: id, error: String(error) }, 'drafts of an imported document could not be queued');
      }
    }
  }

  return {
    /** The projects the actor may import into, oldest first. */
    async projectsFor(actor: Actor): Promise<ImportProject[]> {
      const mine = (await projects.list(actor)).filter(({ roles }) => may(roles, 'document.import'));
      return Promise.all(mine.map(async ({ id, name }) => ({ id, name, segmentUnit: (await cuttingOf(db.read, id)).unit })));
    },

    /** What was recognised in each file. Nothing is kept. */
    async preview(files: readonly UploadedFile[]): Promise<FilePreview[]> {
      const previews: FilePreview[] = [];
      for (const file of files) {
        previews.push(await previewFile(file));
        await breathe();
      }
      return previews;
    },

    /**
     * Makes a document of each file, all or none, in one transaction.
     * @throws {AppError} why a file cannot be read (`details.field` says whether it was `files` or `text`), not-found, forbidden.
     */
    async importFiles(actor: Actor, request: ImportRequest): Promise<Imported> {
      const { project } = request;
      if ('id' in project) await requireMember(db.read, actor, project.id, 'document.import');
      const told = 'id' in project ? await cuttingOf(db.read, project.id) : NEW_PROJECT_CUTTING;
      const unit = request.segmentUnit ?? told.unit;
      const documents = await readAll(request.files, { ...told, unit });
      const projectId = await db.write(async (tx) => {
        const id = 'id' in project ? project.id : await projects.create(actor, { ...project, segmentUnit: unit }, tx);
        await requireMember(tx, actor, id, 'document.import');
        for (const document of documents) await insertDocument(tx, document, { projectId: id, targetLang: TARGET_LANG, personId: actor.personId });
        return id;
      });
      const documentIds = documents.map(({ id }) => id);
      if (request.draft) await queueAll(actor, documentIds);
      return { projectId, documentIds };
    },
  };
}

async function toDocument(file: UploadedFile, { unit, exceptions: list }: Cutting): Promise<NewDocument> {
  const { format, content } = await readOr(file);
  await breathe();
  const exceptions = exceptionsIn(list);
  const giveWay = takeTurns();
  const blocks: NewBlock[] = [];
  for (const block of content.blocks) {
    blocks.push(segmented(block, unit, exceptions));
    await giveWay();
  }
  return {
    id: newId(),
    title: titleOf(content),
    fileName: file.name,
    format: format.id,
    encoding: content.encoding,
    original: file.bytes,
    skeleton: content.skeleton,
    blocks,
  };
}

async function readOr(file: UploadedFile): ReturnType<typeof readFile> {
  try {
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, key, values, details } = error;
    throw new AppError(code, key, { values, details: { ...details, field: file.isPasted ? 'text' : 'files' }, cause: error });
  }
}
