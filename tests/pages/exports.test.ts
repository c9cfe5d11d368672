import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDraft, addFile, addRevision, article, setTitles } from '../support/document.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';
import { mainOf } from '../support/html.ts';

let app: TestApp;
let visit: Visit;
let address: string;

beforeAll(async () => {
  app = await startApp();
  const { db } = app.context;
  const { documentId, segments, amal, noor } = app.world;
  await setTitles(db, documentId, { source: article.titleArabic, target: article.titleEnglish });
  for (const [index, segment] of segments.entries()) {
    await addDraft(db, article.arabic[index]!, article.drafts[index]!);
    if (index < 11) await addRevision(db, segment, { text: article.english[index]!, state: 'translated', authorId: amal, at: '2026-11-23T10:00:00.000Z' });
    if (index < 5) await addRevision(db, segment, { text: article.english[index]!, state: 'reviewed', authorId: noor, at: '2026-11-24T10:00:00.000Z' });
  }
  visit = await app.signIn(amal);
  address = `/documents/${documentId}`;
});
afterAll(() => app.close());

const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the export page', () => {
  test('says how many paragraphs each scope holds before anything is made', async () => {
    const page = plain(await (await visit.get(`${address}/exports`)).text());
    expect(page).toContain('All of it All 14 paragraphs. 3 are not confirmed: the edition marks them, the original format cannot.');
    expect(page).toContain('Only what is confirmed 3 of 14 paragraphs are not confirmed and stay in Arabic.');
    expect(page).toContain('Only what is approved 9 of 14 paragraphs are not approved and stay in Arabic.');
  });

  test('fills in what the document knows, in its language and direction', async () => {
    const page = await (await visit.get(`${address}/exports`)).text();
    expect(page).toContain(`name="titleSource" maxlength="500" lang="ar" dir="rtl" value="${article.titleArabic}"`);
    expect(page).toContain(`name="titleTarget" maxlength="500" lang="en" dir="ltr" value="${article.titleEnglish}"`);
    expect(page).toMatch(/name="translator"[^>]* value="Amal"/);
    expect(page).toMatch(/name="reviewer"[^>]* value="Noor"/);
    expect(page).toMatch(/name="date"[^>]* value="2026-11-24"/);
    expect(mainOf(page).match(/data-kind="main"/g)).toHaveLength(1);
  });

  test('its form, sent as it stands, downloads the edition', async () => {
    const page = await (await visit.get(`${address}/exports`)).text();
    const inputs = [...page.slice(page.indexOf('<main')).matchAll(/<input\b[^>]*>/g)].map(([input]) => input);
    const valueOf = (input: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    const sent = inputs
      .filter((input) => valueOf(input, 'type') !== 'radio' || / checked/.test(input))
      .map((input) => [valueOf(input, 'name'), valueOf(input, 'value')] as const);
    const answer = await visit.post(`${address}/exports`, Object.fromEntries(sent));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`<h1 lang="en" dir="ltr">${article.titleEnglish}</h1>`);
  });
});

describe('an exported file', () => {
  test('comes as an attachment that no browser takes for a page of ours', async () => {
    const answer = await visit.post(`${address}/exports`, { kind: 'bilingual' });
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="test.ar-en.bilingual.html"; filename*=UTF-8''test.ar-en.bilingual.html`);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:");
    expect(Number(answer.headers.get('content-length'))).toBe((await answer.arrayBuffer()).byteLength);
  });

  test('in the original format has its name, its type and its text', async () => {
    const { documentId, segments } = await addFile(app.context.db, app.world.projectId, { name: 'خبر.txt', format: 'text', text: 'خبر\n' });
    await addRevision(app.context.db, segments[0]!, { text: 'News', state: 'translated', authorId: app.world.amal, at: '2026-11-23T10:00:00.000Z' });
    const answer = await visit.post(`/documents/${documentId}/exports`, { kind: 'target' });
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="_.en.txt"; filename*=UTF-8''%D8%AE%D8%A8%D8%B1.en.txt`);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe('News\n');
  });

  test('is the same to the byte when nothing changed', async () => {
    const [first, second] = await Promise.all([1, 2].map(async () => (await visit.post(`${address}/exports`, { kind: 'bilingual' })).text()));
    expect(second).toBe(first);
  });

  test.each([
    ['kind', { kind: 'epub' }],
    ['scope', { kind: 'bilingual', scope: 'some' }],
    ['date', { kind: 'bilingual', date: '2026-02-30' }],
    ['titleSource', { kind: 'bilingual', titleSource: 'x'.repeat(501) }],
    ['path', { kind: 'bilingual', path: '../../x' }],
  ])('is refused when %s is not what it may be', async (_field, fields) => {
    expect((await visit.post(`${address}/exports`, fields)).status).toBe(422);
  });

  test('is not made without the token of the page', async () => {
    expect((await visit.post(`${address}/exports`, { kind: 'bilingual', _csrf: 'x' })).status).toBe(403);
  });
});

describe('the reading view', () => {
  test('shows all pairs with their languages, and in grey and words what is not confirmed', async () => {
    const page = await (await visit.get(`${address}/reading`)).text();
    const pairs = [
      ...page.matchAll(/<div class="text source" lang="ar" dir="rtl"><p>(.*?)<\/p>.*?<div class="text( draft)?" lang="en" dir="ltr"><p>(.*?)<\/p>/g),
    ];
    expect(pairs.map(([, arabic]) => arabic)).toEqual(article.arabic);
    expect(pairs.map(([, , grey]) => grey)).toEqual([...Array<undefined>(11).fill(undefined), ' draft', ' draft', ' draft']);
    expect(page.match(/Machine draft, not checked/g)).toHaveLength(3);
    expect(page).toContain(`href="${address}#s7"`);
  });

  test('stands in the tabs of the document', async () => {
    const page = await (await visit.get(`${address}/reading`)).text();
    expect(page).toContain(`<a href="${address}">Translate</a>`);
    expect(page).toContain(`<a href="${address}/reading" aria-current="page">Read</a>`);
    expect(page).toContain(`href="${address}/exports"`);
    expect(page).toContain(`<bdi lang="en" dir="ltr">${article.titleEnglish}</bdi></h1>`);
  });
});

describe('strangers', () => {
  test.each(['exports', 'reading'])('find no %s', async (page) => {
    const hadi = await app.signIn(app.world.hadi);
    expect((await hadi.get(`${address}/${page}`)).status).toBe(404);
    expect((await hadi.post(`${address}/exports`, { kind: 'bilingual' })).status).toBe(404);
  });
});
