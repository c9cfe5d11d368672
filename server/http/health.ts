import { Router } from 'express';

/** Why the server cannot do its work: what the database answers, or `unreadable` when it does not. */
export type Illness = string;

/** GET /healthz: 200 while texts can be read and saved; 503 with the reason while they cannot, though pages may still be shown. */
export function healthRoutes(illness: () => Promise<Illness | null>): Router {
  const router = Router();
  router.get('/healthz', async (_req, res) => {
    const reason = await illness().catch(() => 'unreadable');
    res.status(reason === null ? 200 : 503).json(reason === null ? { ok: true } : { ok: false, reason });
  });
  return router;
}
