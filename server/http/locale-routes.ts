/** The choice of the interface's language, for everybody and without script. */
import { Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../core/permissions.ts';
import { actorOf } from './locals.ts';
import { setLocaleCookie, type Translations } from './locale.ts';
import { ownPath } from './paths.ts';
import { parse } from './validation.ts';

export interface LocaleRoutesOptions {
  translations: Translations;
  keepForPerson(actor: Actor, locale: string): Promise<void>;
}

export function localeRoutes({ translations, keepForPerson }: LocaleRoutesOptions): Router {
  const router = Router();
  const Choice = z.strictObject({ locale: z.enum(translations.locales as string[]), next: z.string().max(2000).optional() });

  router.post('/locale', async (req, res) => {
    const { locale, next } = parse(Choice, req.body);
    if (res.locals.person) await keepForPerson(actorOf(res), locale);
    setLocaleCookie(req, res, locale);
    res.redirect(303, ownPath(next));
  });
  return router;
}
