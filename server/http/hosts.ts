/** Refuses names that only a rebound DNS entry could have brought here, and whoever goes round the proxy. */
import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';

const OWN_NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** @param publicUrl the origin people type; without one the server answers to this machine's own names. */
export function refuseForeignHosts(publicUrl: string | null): RequestHandler {
  const publicHost = publicUrl && new URL(publicUrl).host;
  const isOurs = (host: string) => (publicHost ? host.toLowerCase() === publicHost : OWN_NAMES.test(host));
  return (req, _res, next) => {
    if (!isOurs(req.get('host') ?? '')) throw new AppError('forbidden', publicHost ? 'foreignName' : 'foreignHost', { values: { host: publicHost ?? '' } });
    next();
  };
}

/** With a proxy: only what comes from it, and came to it encrypted. Express's `trust proxy` holds the proxy's addresses. */
export const requireProxy: RequestHandler = (req, _res, next) => {
  const isTrusted = req.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  if (!isTrusted(req.socket.remoteAddress ?? '', 0)) throw new AppError('forbidden', 'notThroughProxy');
  if (!req.secure) throw new AppError('forbidden', 'notEncrypted');
  next();
};
