/** The headers of every answer. Nothing runs on our pages but our own files, and no site may frame or read them. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { ANSWERED_BY } from '../core/api.ts';

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Set before anything can answer, so that errors, assets and downloads carry them too. */
export function securityHeaders(): RequestHandler[] {
  return [
    // `same-origin` and not `no-referrer`: with the latter browsers send `Origin: null` with our own forms.
    helmet({ contentSecurityPolicy: false, referrerPolicy: { policy: 'same-origin' }, xFrameOptions: { action: 'deny' }, strictTransportSecurity: false }),
    (_req, res, next) => {
      res.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      res.setHeader('Cache-Control', 'no-store');
      res.setHeader(ANSWERED_BY, 'dragoman');
      next();
    },
  ];
}
