import { Router } from 'express';
import type { InstallationReport } from '../accounts/service.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import type { Projects } from './service.ts';

/** /installation: where everything lies, who there is and which projects; for administrators. */
export function installationRoutes({ installation, projects }: { installation: InstallationReport; projects: Projects }): Router {
  const router = Router();

  router.get('/installation', async (_req, res) => {
    const actor = actorOf(res);
    const { databaseBytes, ...facts } = await installation(actor);
    const megabytes = (databaseBytes / 1024 / 1024).toLocaleString(res.locals.locale, { maximumFractionDigits: 1 });
    await render(res, 'projects/installation', { ...facts, megabytes, projects: await projects.listAll(actor) }, { title: res.locals.t('installation.title') });
  });

  return router;
}
