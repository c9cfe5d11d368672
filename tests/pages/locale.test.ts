import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTranslations } from '../../server/http/locale.ts';
import { PAGES, personOf } from '../support/pages.ts';
import { cookieOf, startApp, visit, type TestApp } from '../support/workbench.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const rootOf = async (answer: Response) => /<html lang="([^"]+)" dir="([^"]+)"/.exec(await answer.text())?.slice(1, 3);
const ENGLISH = ['en', 'ltr'];
const ARABIC = ['ar', 'rtl'];

describe('before anybody signs in', () => {
  test.each([
    ['ar', ARABIC],
    ['ar-EG,ar;q=0.9,en;q=0.5', ARABIC],
    ['fr,ar;q=0.5', ARABIC],
    ['en-GB,ar;q=0.5', ENGLISH],
    ['fr', ENGLISH],
    ['../../ar', ENGLISH],
    ['__proto__', ENGLISH],
  ])('a browser that asks for %s gets a language we have', async (asked, expected) => {
    const nobody = await app.signIn(null);
    expect(await rootOf(await nobody.get('/', { 'accept-language': asked }))).toEqual(expected);
  });

  test('the choice is kept in this browser and goes before what it asks for', async () => {
    const nobody = await app.signIn(null);
    const answer = await nobody.post('/locale', { locale: 'ar', next: '/sign-in?next=/imports/new' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=/imports/new']);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^dragoman-locale=ar; .*HttpOnly; SameSite=Lax/);
    const page = await nobody.get('/sign-in', { cookie: cookieOf(answer), 'accept-language': 'en' });
    expect(await rootOf(page)).toEqual(ARABIC);
  });

  test.each(['fr', '../en', '__proto__', 'constructor', 'ar.json', ''])('a language we do not have is refused: %j', async (locale) => {
    const nobody = await app.signIn(null);
    expect((await nobody.post('/locale', { locale, next: '/' })).status).toBe(422);
    expect(await rootOf(await nobody.get('/', { cookie: `dragoman-locale=${locale}` }))).toEqual(ENGLISH);
  });

  test.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example'])('the way back never leads away: %s', async (next) => {
    const nobody = await app.signIn(null);
    expect((await nobody.post('/locale', { locale: 'ar', next })).headers.get('location')).toBe('/');
  });

  test('reading an address changes no language', async () => {
    const nobody = await app.signIn(null);
    const answer = await nobody.get('/sign-in?lang=ar&locale=ar&lng=ar');
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await rootOf(answer)).toEqual(ENGLISH);
  });
});

describe('signed in', () => {
  test('the choice is kept for the person, in every browser, and can be taken back', async () => {
    const here = await app.signIn(app.world.amal);
    const elsewhere = await app.signIn(app.world.amal);
    await here.post('/locale', { locale: 'ar', next: '/' });
    expect(await rootOf(await elsewhere.get('/', { 'accept-language': 'en' }))).toEqual(ARABIC);
    expect(await rootOf(await (await app.signIn(app.world.noor)).get('/'))).toEqual(ENGLISH);
    await elsewhere.post('/locale', { locale: 'en', next: '/' });
    expect(await rootOf(await here.get('/', { cookie: `${here.cookie}; dragoman-locale=ar` }))).toEqual(ENGLISH);
  });

  test('what was chosen before signing in holds until the person chooses', async () => {
    const noor = await app.signIn(app.world.noor);
    expect(await rootOf(await noor.get('/', { cookie: `${noor.cookie}; dragoman-locale=ar` }))).toEqual(ARABIC);
  });

  test('the choice needs the token of the visit', async () => {
    const salma = await visit(app.url, (await app.signIn(app.world.salma)).cookie);
    expect((await salma.post('/locale', { locale: 'ar', next: '/', _csrf: 'another' })).status).toBe(403);
    expect(await rootOf(await salma.get('/'))).toEqual(ENGLISH);
  });

  test('it is a preference like others, and only a language we have', async () => {
    const hadi = await app.signIn(app.world.hadi);
    expect((await hadi.send('PUT', '/preferences/locale', { body: { value: 'xx' } })).status).toBe(422);
    expect((await hadi.send('PUT', '/preferences/locale', { body: { value: 'ar' } })).status).toBe(204);
    expect(await rootOf(await hadi.get('/'))).toEqual(ARABIC);
  });

  test('every page offers all languages by their own names, and comes back to itself', async () => {
    const amal = await app.signIn(app.world.amal);
    const page = await (await amal.get('/imports/new?project=x')).text();
    expect(page).toContain('<input type="hidden" name="next" value="/imports/new?project=x">');
    expect(page).toMatch(/value="en" lang="en" dir="ltr" aria-pressed="true">English</);
    expect(page).toMatch(/value="ar" lang="ar" dir="rtl" aria-pressed="false">العربية</);
  });

  test('moments are written as the language writes them, for machines too', async () => {
    const noor = await app.signIn(app.world.noor);
    const shown = async (locale: string) => {
      const page = await (await noor.get('/account', { cookie: `${noor.cookie}; dragoman-locale=${locale}` })).text();
      return /<time[^>]* datetime="\d{4}-[^"]+Z"[^>]*>([^<]+)</.exec(page)?.[1];
    };
    expect(await shown('en')).toMatch(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2}/);
    expect(await shown('ar')).toMatch(/^\d{1,2} [\u0621-\u064a]+ \d{4}/);
  });

  test('mistakes are told in the language too', async () => {
    const noor = await app.signIn(app.world.noor);
    const answer = await noor.send('PUT', '/preferences/theme', { body: { value: 'pink' }, headers: { cookie: `${noor.cookie}; dragoman-locale=ar` } });
    expect(await answer.json()).toMatchObject({ message: 'لا يقبل الحقل «\u2068theme\u2069» هذه القيمة. لم يتغيّر شيء.' });
  });
});

/** A key without words throws in tests, so a page that lacks one is a 500. */
describe.each(['en', 'ar'])('every page has its words in %s', (locale) => {
  test('an address that leads nowhere', async () => {
    const noor = await app.signIn(app.world.noor);
    const answer = await noor.get('/nowhere', { cookie: `${noor.cookie}; dragoman-locale=${locale}` });
    expect([answer.status, await rootOf(answer)]).toEqual([404, locale === 'ar' ? ARABIC : ENGLISH]);
  });

  test.each(PAGES)('$route for the $role', async ({ role, address }) => {
    const somebody = await app.signIn(personOf(app, role));
    const answer = await somebody.get(await address(app), { cookie: `${somebody.cookie}; dragoman-locale=${locale}` });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    if (!text.startsWith('<!doctype')) return;
    expect(text).toContain(`<html lang="${locale}"`);
    // A moment as machines write it.
    expect(text.replaceAll(/<[^>]*>/g, ' ')).not.toMatch(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d/);
  });

  test.each([
    ['a link that was used', '/link/used', 410],
    ['a text without its reader', '/imports/new', 401],
  ])('%s', async (_what, address, status) => {
    const nobody = await app.signIn(null);
    const answer = await nobody.get(address, { cookie: `dragoman-locale=${locale}` });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(`<html lang="${locale}"`);
  });
});

test('a key without words in one language is heard of, though the page falls back to English', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-words-'));
  try {
    writeFileSync(path.join(folder, 'en.json'), '{"room":{"both":"Both","rows_one":"{{count}} row","rows_other":"{{count}} rows"}}');
    writeFileSync(path.join(folder, 'ar.json'), '{"room":{"rows_zero":"لا صفوف","rows_two":"صفان"}}');
    const missing: string[] = [];
    const t = createTranslations(folder, (locale, key) => missing.push(`${locale} ${key}`)).translator('ar');
    expect([t('room.rows', { count: 0 }), t('room.rows', { count: 2 }), t('room.both')]).toEqual(['لا صفوف', 'صفان', 'Both']);
    expect(missing).toEqual(['ar room.both']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
