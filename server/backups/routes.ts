import { Router } from 'express';
import { z } from 'zod';
import { formattingLocale } from '../http/locale.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { parse } from '../http/validation.ts';
import type { Backups } from './service.ts';
import { backupsView } from './view.ts';

const Nothing = z.strictObject({});

/** /backups: how old, how large and when last looked at; for administrators. */
export function backupRoutes(backups: Backups): Router {
  const router = Router();

  router.get('/backups', async (_req, res) => {
    const page = backups.page(actorOf(res));
    const { locale, t } = res.locals;
    await render(res, 'backups/backups', backupsView(page, formattingLocale(locale), Date.now()), { title: t('backups.title') });
  });

  router.post('/backups', async (req, res) => {
    parse(Nothing, req.body);
    await backups.takeNow(actorOf(res));
    res.redirect(303, '/backups');
  });

  return router;
}
