/** Templates → pages. Data reaches a template under names we choose; what a request carries is never handed over whole. */
import type { Response } from 'express';
import { pieces } from '../core/inline/pieces.ts';
import type { Assets } from './assets.ts';
import { directionOfLocale, momentIn, sentenceParts, type Translations } from './locale.ts';
import { createTemplates } from './templates.ts';

export interface PageOptions {
  /** What stands in the title bar and, unless `heading` says otherwise, in the page's heading. */
  title: string;
  status?: number;
  /** Template of the bar at the top, with the page's data; default: the title as the page's h1, and the menus. */
  head?: string;
  /** Class of the body. */
  bodyClass?: string;
  /** The page brings its own h1, so the head names the page without being a heading. */
  hasOwnHeading?: boolean;
}

export interface Renderer {
  page(res: Response, view: string, data: Record<string, unknown>, options: PageOptions): Promise<void>;
  /** A template without the layout. */
  fragment(res: Response, view: string, data: Record<string, unknown>): string;
}

export function createRenderer({ viewsDir, assets, translations }: { viewsDir: string; assets: Assets; translations: Translations }): Renderer {
  const fill = createTemplates(viewsDir);
  const languages = languagesOf(translations);

  function shared(res: Response) {
    const { t, locale, dir, person, preferences, session } = res.locals;
    return {
      t,
      locale,
      dir,
      preferences,
      person: person ? { id: person.id, name: person.name, isAdmin: person.isAdmin } : null,
      csrfToken: session?.csrfToken ?? '',
      languages,
      // Where a choice of language comes back to; what answers a form has no address of its own.
      address: res.req.method === 'GET' ? res.req.originalUrl : '/',
      asset: assets.url,
      pieces,
      moment: (iso: string) => momentIn(locale, iso),
      sentence: (key: string, values: Record<string, string | number>) => sentenceParts(t, key, values),
    };
  }

  function fragment(res: Response, view: string, data: Record<string, unknown>): string {
    return fill(view, { ...shared(res), ...data });
  }

  async function page(res: Response, view: string, data: Record<string, unknown>, options: PageOptions): Promise<void> {
    const body = fragment(res, view, { ...data, title: options.title });
    const { title, head = 'partials/head', bodyClass = '', hasOwnHeading = false } = options;
    const frame = {
      body,
      head: `/${head}`,
      title,
      bodyClass,
      hasOwnHeading,
      notices: await res.locals.notices(),
      words: JSON.stringify(translations.clientWords(res.locals.locale)),
    };
    if (options.status !== undefined) res.status(options.status);
    res.type('html').send(fragment(res, 'layout', { ...data, ...frame }));
  }

  return { page, fragment };
}

/** Every language of the interface, by its own name. */
function languagesOf({ locales }: Translations) {
  return locales.map((locale) => ({
    locale,
    dir: directionOfLocale(locale),
    name: new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale,
  }));
}

/** Answers with `views/<view>.ejs` inside the layout. */
export function render(res: Response, view: string, data: Record<string, unknown>, options: PageOptions): Promise<void> {
  return res.locals.renderer.page(res, view, data, options);
}

/** The HTML of one template without the layout, for pages that ask for a part. */
export function renderFragment(res: Response, view: string, data: Record<string, unknown>): string {
  return res.locals.renderer.fragment(res, view, data);
}
