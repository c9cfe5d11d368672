/** Serves dist/public and nothing else. Names carry the hash of their content, so browsers may keep them for ever. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type RequestHandler } from 'express';
import { z } from 'zod';

export interface Assets {
  /** `main.js` → `/assets/main-3QZ….js`. */
  url(name: string): string;
  serve: RequestHandler;
  /** The service worker as a file; it belongs to the root of the site. */
  serviceWorker: string;
}

const Manifest = z.record(z.string(), z.string());

/** @param distDir the folder that scripts/build.mjs fills. */
export function loadAssets(distDir: string): Assets {
  const manifest = Manifest.parse(JSON.parse(readFileSync(path.join(distDir, 'manifest.json'), 'utf8')));
  return {
    serviceWorker: path.join(distDir, 'service-worker.js'),
    url(name) {
      const file = manifest[name];
      if (file === undefined) throw new Error(`no such asset: ${name}`);
      return `/assets/${file}`;
    },
    serve: express.static(path.join(distDir, 'public'), {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (res) => res.setHeader('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  };
}
