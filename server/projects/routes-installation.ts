import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { STANDING_CHANGES, type Accounts, type InstallationReport } from '../accounts/service.ts';
import { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { isPutRightByForm, wrongField } from '../http/forms.ts';
import { formattingLocale } from '../http/locale.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { idFrom, parse } from '../http/validation.ts';
import type { Projects } from './service.ts';

export interface InstallationRoutesOptions {
  installation: InstallationReport;
  projects: Projects;
  accounts: Pick<Accounts, 'standing'>;
}

const Change = z.strictObject({ change: z.enum(STANDING_CHANGES) });

/** /installation: where everything lies, who there is and which projects; for administrators. */
export function installationRoutes(options: InstallationRoutesOptions): Router {
  const router = Router();

  router.get('/installation', (_req, res) => page(res, options));

  router.post('/installation/people/:person', async (req, res) => {
    const { change } = parse(Change, req.body);
    const actor = actorOf(res);
    const personId = idFrom(req.params['person']);
    try {
      await options.accounts.standing.change(actor, personId, change);
      // Who has just stepped down may not see this page any more.
      res.redirect(303, change === 'demote' && personId === actor.personId ? '/' : '/installation');
    } catch (error) {
      await again(req, res, options, error);
    }
  });

  return router;
}

/** The page with the reason at the person it is about. */
async function again(req: Request, res: Response, options: InstallationRoutesOptions, error: unknown): Promise<void> {
  if (!isPutRightByForm(error)) throw error;
  await page(res, options, new AppError(error.code, error.key, { details: { field: req.params['person'] } }));
}

async function page(res: Response, { installation, projects }: InstallationRoutesOptions, error?: AppError): Promise<void> {
  const actor = actorOf(res);
  const { databaseBytes, people, ...facts } = await installation(actor);
  const megabytes = (databaseBytes / 1024 / 1024).toLocaleString(formattingLocale(res.locals.locale), { maximumFractionDigits: 1 });
  const data = {
    ...facts,
    megabytes,
    people: people.map((one) => ({ ...one, isSelf: one.id === actor.personId })),
    projects: await projects.listAll(actor),
    wrong: wrongField(res, error),
  };
  await render(res, 'projects/installation', data, { title: res.locals.t('installation.title'), status: error && STATUS[error.code] });
}
