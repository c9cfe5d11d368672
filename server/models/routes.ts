import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { DTYPES } from '../drafts/service.ts';
import { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { enteredOf, isPutRightByForm, textOf, wrongField } from '../http/forms.ts';
import { formattingLocale } from '../http/locale.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { parse, storableText } from '../http/validation.ts';
import type { Models } from './service.ts';
import { downloadView, modelsView } from './view.ts';

const Nothing = z.strictObject({});
const Folder = z.strictObject({ folder: storableText(1000).trim().min(1, 'models.folderMissing') });
const Use = z.strictObject({ dtype: z.enum(DTYPES).optional() });
const Start = z.strictObject({ dtype: z.enum(DTYPES).default('fp32') });

const DONE = ['used', 'added', 'removed', 'verified', 'cancelled'] as const;

/** /models: which models there are and which drafts; administrators change that, everybody reads. */
export function modelRoutes(models: Models): Router {
  const router = Router();
  /** A form of the page: back to the page with the outcome, or the page again with the reason where it belongs. */
  const act = (address: string, done: (typeof DONE)[number] | null, change: (req: Request, res: Response) => Promise<unknown>) =>
    router.post(address, async (req, res) => {
      try {
        await change(req, res);
        res.redirect(303, done === null ? '/models#download' : `/models?done=${done}`);
      } catch (error) {
        if (!isPutRightByForm(error)) throw error;
        await showPage(res, models, { error, folder: textOf(enteredOf(req.body)['folder']) });
      }
    });

  router.get('/models', (req, res) => showPage(res, models, { done: DONE.find((done) => done === req.query['done']) }));

  router.get('/models/download', (_req, res) => {
    const { locale, t } = res.locals;
    const { problem, ...status } = downloadView(models.downloads.status(), formattingLocale(locale));
    res.set('cache-control', 'no-store').json({ state: status.state, received: status.received, total: status.total, text: t('models.progress', { received: status.receivedMegabytes, total: status.totalMegabytes }), problem: problem !== null });
  });

  act('/models', 'added', (req, res) => models.add(actorOf(res), parse(Folder, req.body).folder));
  act('/models/:model/use', 'used', (req, res) => models.use(actorOf(res), idOf(req), parse(Use, req.body).dtype ?? null));
  act('/models/:model/remove', 'removed', (req, res) => models.remove(actorOf(res), idOf(nothing(req))));
  act('/models/:model/verify', 'verified', (req, res) => models.verify(actorOf(res), idOf(nothing(req))));
  act('/models/download/list', null, (req, res) => models.downloads.ask(actorOf(nothing(req) && res)));
  act('/models/download/start', null, (req, res) => models.downloads.start(actorOf(res), parse(Start, req.body).dtype));
  act('/models/download/cancel', 'cancelled', (req, res) => models.downloads.cancel(actorOf(nothing(req) && res)));

  return router;
}

function nothing(req: Request): Request {
  parse(Nothing, req.body);
  return req;
}

function idOf(req: Request): string {
  const { model } = req.params;
  if (typeof model !== 'string' || !/^[0-9a-f]{16}$/.test(model)) throw new AppError('not-found', 'models.unknown');
  return model;
}

interface Shown {
  error?: AppError;
  /** What was typed. */
  folder?: string;
  done?: (typeof DONE)[number] | undefined;
}

async function showPage(res: Response, models: Models, { done, error, folder = '' }: Shown): Promise<void> {
  const { locale, t } = res.locals;
  const page = modelsView(await models.page(actorOf(res)), formattingLocale(locale));
  const data = { ...page, folder, done: done ?? null, wrong: wrongField(res, error) };
  await render(res, 'models/models', data, { title: t('models.title'), status: error && STATUS[error.code] });
}
