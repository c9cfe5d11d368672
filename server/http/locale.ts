/** The words of the interface: one file per language in translations/, and which of them a request gets. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import i18next, { type i18n } from 'i18next';
import type { Request, RequestHandler, Response } from 'express';
import { isolated } from '../core/language/isolate.ts';
import type { AppError } from '../errors.ts';

export type Translate = (key: string, values?: Record<string, string | number>) => string;

export interface Translations {
  /** Tags that have a file, the default first. */
  locales: readonly string[];
  translator(locale: string): Translate;
  /** Everything below `client` in that language: what the browser's side says by itself. */
  clientWords(locale: string): unknown;
}

const DEFAULT = 'en';
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

/** Tags of the files in a folder of words, the default first. */
export function localesIn(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /^[a-z]{2,3}(-[A-Za-z0-9]+)*\.json$/.test(name));
  return files.map((name) => name.slice(0, -'.json'.length)).sort((a, b) => Number(b === DEFAULT) - Number(a === DEFAULT) || a.localeCompare(b));
}

/** @param onMissing hears of a key that has no words in a language; tests throw there, people read the default's words. */
export function createTranslations(folder: string, onMissing: (locale: string, key: string) => void): Translations {
  const locales = localesIn(folder);
  const words = Object.fromEntries(
    locales.map((locale) => [locale, JSON.parse(readFileSync(path.join(folder, `${locale}.json`), 'utf8')) as Record<string, unknown>]),
  );
  const i18n = start(locales, words, onMissing);
  const translators = new Map(locales.map((locale) => [locale, translatorInto(locale, i18n, onMissing)]));
  return {
    locales,
    translator: (locale) => translators.get(locale) ?? translators.get(DEFAULT)!,
    clientWords: (locale) => words[locale]?.['client'] ?? {},
  };
}

function start(locales: readonly string[], words: Record<string, Record<string, unknown>>, onMissing: (locale: string, key: string) => void): i18n {
  const i18n = i18next.createInstance();
  void i18n.init({
    initAsync: false,
    lng: DEFAULT,
    fallbackLng: DEFAULT,
    supportedLngs: locales,
    resources: Object.fromEntries(locales.map((locale) => [locale, { translation: words[locale] ?? {} }])),
    // Templates escape; escaping here too would show `&amp;amp;`.
    interpolation: { escapeValue: false },
    returnNull: false,
    saveMissing: true,
    missingKeyHandler: (languages, _namespace, key) => onMissing(languages[0] ?? DEFAULT, key),
  });
  return i18n;
}

/** i18next falls back to the default in silence. */
function translatorInto(locale: string, i18n: i18n, onMissing: (locale: string, key: string) => void): Translate {
  const translate = i18n.getFixedT(locale) as unknown as (key: string, options: object) => { res: string; usedLng: string };
  const look = (key: string, values?: object): string => {
    const { res, usedLng } = translate(key, { ...values, returnDetails: true });
    if (usedLng !== locale) onMissing(locale, key);
    return res;
  };
  /** Words without values stay the same, and a long page asks for them once a row. */
  const plain = new Map<string, string>();
  return (key, values) => {
    if (values) return look(key, values);
    const known = plain.get(key) ?? look(key);
    plain.set(key, known);
    return known;
  };
}

/** A language chosen by somebody who is not signed in, or was not then. */
const COOKIE = 'dragoman-locale';
const ONE_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** The language chosen in this browser, or the best of those we have for what the browser asks for. */
export function localise(translations: Translations): RequestHandler {
  return (req, res, next) => {
    const chosen = new RegExp(`(?:^|; *)${COOKIE}=([^;]*)`).exec(req.headers.cookie ?? '')?.[1];
    speak(res, translations, known(translations, chosen) ?? (req.acceptsLanguages([...translations.locales]) || DEFAULT));
    next();
  };
}

/** The language a person has chosen goes before their browser's; stands behind the session. */
export function localiseForPerson(translations: Translations): RequestHandler {
  return (_req, res, next) => {
    const chosen = known(translations, res.locals.preferences.locale ?? undefined);
    if (chosen !== null) speak(res, translations, chosen);
    next();
  };
}

/** Keeps the choice in this browser, so that the pages before signing in have it too. */
export function setLocaleCookie(req: Request, res: Response, locale: string): void {
  res.cookie(COOKIE, locale, { httpOnly: true, sameSite: 'lax', secure: req.secure, path: '/', maxAge: ONE_YEAR_MS });
}

/** For Intl: the language with Latin digits, as the source and the names of keys have them. */
export function formattingLocale(locale: string): string {
  return `${locale}-u-nu-latn`;
}

/** A moment as that language writes it, in the server's time zone, which it names; the browser puts its own in the place of it. */
export function momentIn(locale: string, iso: string): string {
  const style = { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(formattingLocale(locale), style).format(new Date(iso));
}

export function directionOfLocale(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr';
}

function known({ locales }: Translations, tag: string | undefined): string | null {
  return locales.find((locale) => locale === tag) ?? null;
}

function speak(res: Response, translations: Translations, locale: string): void {
  res.locals.locale = locale;
  res.locals.dir = directionOfLocale(locale);
  res.locals.t = translations.translator(locale);
}

const MARK = '\u0001';

/** A sentence in pieces, so that a template can put inserted names into `<bdi>`. */
export function sentenceParts(t: Translate, key: string, values: Record<string, string | number>): { text: string; isValue: boolean }[] {
  const marked = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === 'count' ? value : `${MARK}${String(value)}${MARK}`]));
  return t(key, marked)
    .split(MARK)
    .map((text, index) => ({ text, isValue: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** What an error says, where names cannot stand in a `<bdi>`. */
export function errorSentence({ dir, t }: Pick<Response['locals'], 'dir' | 't'>, { key, values }: AppError): string {
  const entries = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolated(value, dir) : value] as const);
  return t(`error.${key}`, Object.fromEntries(entries));
}
