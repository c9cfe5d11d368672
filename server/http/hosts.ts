/** Refuses names that only a rebound DNS entry could have brought here: the server answers to this machine's own names. */
import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';

const OWN_NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

export const refuseForeignHosts: RequestHandler = (req, _res, next) => {
  if (!OWN_NAMES.test(req.get('host') ?? '')) throw new AppError('forbidden', 'foreignHost');
  next();
};
