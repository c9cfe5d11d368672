/** What a browser needs to show documents without a connection: the service worker, and the page for what it does not have. */
import { Router } from 'express';
import { render } from './render.ts';

/** @param serviceWorker the file. */
export function offlineRoutes(serviceWorker: string): Router {
  const router = Router();

  // At the root of the site, because a service worker answers for what lies below its own address.
  router.get('/service-worker.js', (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    res.sendFile(serviceWorker, { cacheControl: false, dotfiles: 'allow' });
  });

  router.get('/offline', (_req, res) => render(res, 'offline/offline', {}, { title: res.locals.t('offline.title'), hasOwnHeading: true }));
  return router;
}
