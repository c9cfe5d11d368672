/** What hangs on a request: `res.locals`, filled by the middleware of this folder in the order of app.ts. */
import type { RequestHandler, Response } from 'express';
import { AppError } from '../errors.ts';
import type { Actor } from '../core/permissions.ts';
import type { Translate } from './locale.ts';
import type { Renderer } from './render.ts';
import type { Notice, SystemNotices } from './system-notices.ts';

/** The signed-in person, as pages show them. */
export interface Person {
  id: string;
  name: string;
  isAdmin: boolean;
}

/** How somebody wants to see pages. Absent: the default. */
export interface Preferences {
  /** Language of the interface; null: as the browser asks. */
  locale: string | null;
  theme: 'system' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  textSize: 's' | 'm' | 'l' | 'xl';
  sides: 'normal' | 'swapped';
  origin: 'on' | 'off';
  keyPreset: string;
  /** Keys that were changed: action → combination. */
  keys: Record<string, string>;
}

/** A signed-in visit. */
export interface Session {
  /** What is kept of the cookie: its hash. */
  idHash: string;
  csrfToken: string;
}

declare module 'express-serve-static-core' {
  interface Locals {
    locale: string;
    dir: 'ltr' | 'rtl';
    t: Translate;
    person: Person | null;
    session: Session | null;
    preferences: Preferences;
    notices: () => Promise<Notice[]>;
    renderer: Renderer;
  }
}

/** Who asks. @throws {AppError} unauthenticated when nobody is signed in. */
export function actorOf(res: Response): Actor {
  const { person } = res.locals;
  if (!person) throw new AppError('unauthenticated', 'signedOut');
  return { personId: person.id, isAdmin: person.isAdmin };
}

/** What pages need before anybody is known, so that even the first error has a page. */
export function provideLocals({ renderer, notices, preferences }: { renderer: Renderer; notices: SystemNotices; preferences: Preferences }): RequestHandler {
  return (_req, res, next) => {
    Object.assign(res.locals, { person: null, session: null, preferences, renderer, notices: notices.list } satisfies Partial<Response['locals']>);
    next();
  };
}
