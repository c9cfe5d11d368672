/** The words of the interface: one file per language in translations/. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import i18next, { type i18n } from 'i18next';
import type { RequestHandler } from 'express';

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

/** @param onMissing hears of a key that has no words; tests throw there. */
export function createTranslations(folder: string, onMissing: (locale: string, key: string) => void): Translations {
  const files = readdirSync(folder).filter((name) => /^[a-z]{2,3}(-[A-Za-z0-9]+)*\.json$/.test(name));
  const locales = files.map((name) => name.slice(0, -'.json'.length)).sort((a, b) => Number(b === DEFAULT) - Number(a === DEFAULT) || a.localeCompare(b));
  const words = Object.fromEntries(
    locales.map((locale) => [locale, JSON.parse(readFileSync(path.join(folder, `${locale}.json`), 'utf8')) as Record<string, unknown>]),
  );
  const i18n = start(locales, words, onMissing);
  const translators = new Map(locales.map((locale) => [locale, i18n.getFixedT(locale) as Translate]));
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

/** The best language of those we have for what the browser asks for. */
export function localise(translations: Translations): RequestHandler {
  return (req, res, next) => {
    const locale = req.acceptsLanguages([...translations.locales]) || DEFAULT;
    res.locals.locale = locale;
    res.locals.dir = RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr';
    res.locals.t = translations.translator(locale);
    next();
  };
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
