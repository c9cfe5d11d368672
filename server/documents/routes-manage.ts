import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { enteredOf, isPutRightByForm, textOf, wrongField } from '../http/forms.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { idFrom, parse, storableText } from '../http/validation.ts';
import type { Bin, DocumentDetailsService } from './service.ts';
import { binView } from './view-bin.ts';

const Nothing = z.strictObject({});
const Title = storableText(300).trim();
const Note = storableText(2000).transform((text) => text.replaceAll('\r\n', '\n').trim());
const Details = z.strictObject({ titleSource: Title.min(1, 'titleMissing'), titleTarget: Title, note: Note });

export interface ManageRoutesOptions {
  details: DocumentDetailsService;
  bin: Bin;
}

/** A document's titles and note, and the bin. */
export function manageRoutes({ details, bin }: ManageRoutesOptions): Router {
  const router = Router();

  router.get('/documents/:id/details', (req, res) => detailsPage(req, res, details));

  router.post('/documents/:id/details', async (req, res) => {
    const documentId = idFrom(req.params['id']);
    try {
      await details.change(actorOf(res), documentId, parse(Details, req.body));
      res.redirect(303, `/documents/${documentId}/details?done=saved`);
    } catch (error) {
      if (!isPutRightByForm(error)) throw error;
      await detailsPage(req, res, details, error);
    }
  });

  router.get('/bin', async (_req, res) => {
    await render(res, 'documents/bin', binView(await bin.list(actorOf(res))), { title: res.locals.t('bin.title') });
  });

  router.post('/documents/:id/bin', async (req, res) => {
    parse(Nothing, req.body);
    await bin.moveDocument(actorOf(res), idFrom(req.params['id']));
    res.redirect(303, '/bin');
  });

  router.post('/documents/:id/restore', async (req, res) => {
    parse(Nothing, req.body);
    const documentId = idFrom(req.params['id']);
    await bin.restoreDocument(actorOf(res), documentId);
    res.redirect(303, `/documents/${documentId}/details`);
  });

  return router;
}

async function detailsPage(req: Request, res: Response, details: DocumentDetailsService, error?: AppError): Promise<void> {
  const document = await details.read(actorOf(res), idFrom(req.params['id']));
  const entered = enteredOf(req.body);
  const { titleSource, titleTarget, note } = document;
  const kept = error
    ? { titleSource: textOf(entered['titleSource']), titleTarget: textOf(entered['titleTarget']), note: textOf(entered['note']) }
    : { titleSource, titleTarget, note };
  const data = { document, kept, wrong: wrongField(res, error), done: req.query['done'] === 'saved' && !error };
  await render(res, 'documents/details', data, { title: res.locals.t('details.title'), status: error && STATUS[error.code] });
}
