import { Router } from 'express';
import { z } from 'zod';
import { actorOf } from '../http/locals.ts';
import { idFrom, parse } from '../http/validation.ts';
import type { Jobs } from './service.ts';

const State = z.strictObject({ state: z.enum(['paused', 'queued']) });

export function jobRoutes(jobs: Jobs): Router {
  const router = Router();
  router.put('/jobs/:id/state', async (req, res) => {
    const actor = actorOf(res);
    res.json(await jobs.setState(actor, idFrom(req.params.id), parse(State, req.body).state));
  });
  return router;
}
