import { Router } from 'express';

/** GET /healthz: 200 while the database answers. */
export function healthRoutes(isHealthy: () => Promise<boolean>): Router {
  const router = Router();
  router.get('/healthz', async (_req, res) => {
    const isWell = await isHealthy().catch(() => false);
    res.status(isWell ? 200 : 503).json({ ok: isWell });
  });
  return router;
}
