import { Router, type Response } from 'express';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import type { Home } from './home.ts';
import { homeView } from './view-home.ts';

/** @param signedOutPage the door, shown at the bare address to whom nobody has let in yet. */
export function homeRoutes({ home, signedOutPage }: { home: Home; signedOutPage: (next: string, res: Response) => Promise<void> }): Router {
  const router = Router();

  router.get('/', async (_req, res) => {
    if (!res.locals.person) return signedOutPage('/', res);
    await render(res, 'documents/home', homeView(await home(actorOf(res))), { title: res.locals.t('home.title') });
  });

  return router;
}
