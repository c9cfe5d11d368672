import { Router, type Request, type Response } from 'express';
import { AppError, type ErrorCode } from '../errors.ts';
import { requireCsrfToken } from '../http/csrf.ts';
import { fromStorage, STATUS } from '../http/errors.ts';
import { actorOf } from '../http/locals.ts';
import { render, renderFragment } from '../http/render.ts';
import { fieldsOf, filesOf, requestOf, type FormFields } from './form.ts';
import { FormError, readMultipart, type SentForm } from './multipart.ts';
import type { FilePreview, Imports, UploadedFile } from './service.ts';
import { pageView, previewView, startingFields, wrongView, type KeptFields } from './view.ts';

export interface ImportRoutesOptions {
  imports: Imports;
  /** Longest file, in bytes. */
  maxUploadBytes: number;
}

const MAX_FILES = 20;
/** A page of ours asks for the preview alone; without script the whole page comes back. */
const PART = 'x-part';

export function importRoutes({ imports, maxUploadBytes }: ImportRoutesOptions): Router {
  const router = Router();
  const limits = { maxBytes: maxUploadBytes, maxFiles: MAX_FILES };

  router.get('/imports/new', async (req, res) => {
    const projects = await imports.projectsFor(actorOf(res));
    const wanted = typeof req.query['project'] === 'string' ? req.query['project'] : '';
    await page(res, { projects, kept: startingFields(projects, wanted), previews: [], error: null, hasLostFiles: false });
  });

  router.post('/imports/preview', async (req, res) => {
    const form = await readForm(req, res, limits);
    const previews = form.error ? [] : await imports.preview(form.files);
    const error = form.error ?? nothingToSee(previews);
    if (req.get(PART) === 'preview') return sendPreview(res, previews, error);
    await again(res, imports, { form, previews, error });
  });

  router.post('/imports', async (req, res) => {
    const form = await readForm(req, res, limits);
    try {
      if (form.error) throw form.error;
      const { documentIds } = await imports.importFiles(actorOf(res), requestOf(form.fields, form.files));
      res.redirect(303, documentIds.length === 1 ? `/documents/${documentIds[0]}` : '/');
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      await again(res, imports, { form, previews: [], error: refusal });
    }
  });

  return router;
}

/** Errors of what was sent, which the person can put right on the page. */
const PUT_RIGHT = new Set<ErrorCode>(['invalid', 'unsupported', 'too-large']);

/** The error that the page is shown again with; a full disk among them, because pasted text is kept nowhere but on the page. */
function refusalOf(error: unknown): AppError | null {
  const broken = fromStorage(error);
  if (broken) return new AppError(broken.code, 'import.notStored', { cause: error });
  return error instanceof AppError && PUT_RIGHT.has(error.code) ? error : null;
}

interface ReadForm {
  fields: FormFields;
  files: UploadedFile[];
  error: AppError | null;
}

/** @throws {AppError} forbidden without the page's token; `unsupported` for a body that is no form */
async function readForm(req: Request, res: Response, limits: Parameters<typeof readMultipart>[1]): Promise<ReadForm> {
  try {
    const sent = await sentForm(req, limits);
    if (req.is('multipart/form-data') && req.get('x-csrf-token') === undefined) requireCsrfToken(res, sent.fields['_csrf']);
    const fields = fieldsOf(sent.fields);
    return { fields, files: filesOf(fields, sent), error: null };
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    return { fields: fieldsOf(pick(error.fields)), files: [], error };
  }
}

async function sentForm(req: Request, limits: Parameters<typeof readMultipart>[1]): Promise<SentForm> {
  if (req.is('multipart/form-data')) return readMultipart(req, limits);
  if (!req.is('application/x-www-form-urlencoded')) throw new AppError('unsupported', 'contentType');
  return { fields: req.body as Record<string, string>, files: [] };
}

/** Of a form that broke, only what people typed. */
function pick(sent: Record<string, string>): Record<string, string> {
  const typed = ['text', 'project', 'projectName'];
  return Object.fromEntries(Object.entries(sent).filter(([name]) => typed.includes(name)));
}

function nothingToSee(previews: readonly FilePreview[]): AppError | null {
  return previews.length === 0 ? new AppError('invalid', 'import.nothing', { details: { field: 'text' } }) : null;
}

function sendPreview(res: Response, previews: readonly FilePreview[], error: AppError | null): void {
  const { locale } = res.locals;
  res.setHeader('X-Part', 'preview');
  res
    .status(statusOf(previews, error))
    .type('html')
    .send(renderFragment(res, 'imports/_preview', { ...previewView(previews, locale), wrong: error && wrongView(error, locale) }));
}

/** The page as it was sent, with what was found or what is wrong. */
async function again(
  res: Response,
  imports: Imports,
  { form, previews, error }: { form: ReadForm; previews: FilePreview[]; error: AppError | null },
): Promise<void> {
  const projects = await imports.projectsFor(actorOf(res));
  const { text, project, projectName, unit } = form.fields;
  const starting = startingFields(projects, project);
  const kept: KeptFields = { text, projectName, project: project || starting.project, unit: unit ?? starting.unit };
  res.status(statusOf(previews, error));
  const hasLostFiles = form.error !== null || form.files.some(({ isPasted }) => !isPasted);
  await page(res, { projects, kept, previews, error, hasLostFiles });
}

function page(res: Response, facts: Parameters<typeof pageView>[0]): Promise<void> {
  return render(res, 'imports/new', pageView(facts, res.locals.locale), { title: res.locals.t('import.title') });
}

function statusOf(previews: readonly FilePreview[], error: AppError | null): number {
  const first = error ?? previews.find((preview) => preview.error)?.error;
  return first ? STATUS[first.code] : 200;
}
