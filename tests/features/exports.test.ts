import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeChar } from '../../server/core/inline/codes.ts';
import { sha256 } from '../../server/db/ids.ts';
import { attachment, baseName } from '../../server/exports/file-name.ts';
import { ExportOptions } from '../../server/exports/options.ts';
import type { Exports } from '../../server/exports/service.ts';
import { projectRoot } from '../../server/project-root.ts';
import { watchTurns } from '../support/cpu-time.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { addDraft, addFile, addRevision, addTranslatedArticle, article, setTitles } from '../support/document.ts';
import { exportedText, exportsOf } from '../support/exports.ts';

let world: TestDb;
let exports: Exports;

beforeEach(async () => {
  world = await openTestDb();
  exports = exportsOf(world.db);
});
afterEach(() => world.remove());

const AT = '2026-11-24T10:00:00.000Z';
const bodyOf = (html: string) => html.slice(Math.max(0, html.indexOf('<body')));
const shown = (html: string) =>
  bodyOf(html)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
const pairOf = (html: string, number: number) => new RegExp(`<li class="pair" id="p${number}">.*?</li>\\n`, 's').exec(html)?.[0] ?? '';

async function deskOf(...paragraphs: Parameters<typeof addDocument>[2]) {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const { documentId, segments } = await addDocument(world.db, projectId, paragraphs);
  await setTitles(world.db, documentId, { source: '', target: '' });
  return { amal, projectId, documentId, segments };
}

/** Paragraphs of the article over and over in Markdown, each drafted and then changed. */
async function addLongDocument(paragraphs: number) {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const text = Array.from({ length: paragraphs }, (_, index) => `${article.arabic[index % 14]!} **${index}**`).join('\n\n');
  const { documentId, segments, blocks } = await addFile(world.db, projectId, { name: 'long.ar.md', format: 'markdown', text });
  for (const [index, segment] of segments.entries()) {
    const number = ` ${codeChar(1)}${index}${codeChar(2)}`;
    await addDraft(world.db, blocks[index]!.text, article.drafts[index % 14]! + number);
    await addRevision(world.db, segment, { text: article.english[index % 14]! + number, state: 'translated', authorId: amal, at: AT });
  }
  return { amal, documentId };
}

describe('a bilingual edition', () => {
  test('holds every pair in order, each text with its language and direction', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    const { text, fileName } = await exportedText(exports, amal, documentId);
    const pairs = [...text.matchAll(/<div class="ar" lang="ar" dir="rtl"><p>(.*?)<\/p><\/div>.*?<div class="en" lang="en" dir="ltr"><p>(.*?)<\/p><\/div>/g)];
    expect(pairs.map(([, source]) => source)).toEqual(article.arabic);
    expect(pairs.map(([, , target]) => target)).toEqual(article.english);
    expect(fileName).toBe('test.ar-en.bilingual.html');
  });

  test('names its titles, translator, reviewer, date and version', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    const { text } = await exportedText(exports, amal, documentId);
    expect(text).toContain(`<title>${article.titleEnglish}</title>`);
    expect(text).toContain(`<h1 lang="en" dir="ltr">${article.titleEnglish}</h1>`);
    expect(shown(text)).toContain('Translated from the Arabic by Amal Haddad . Reviewed by Noor Salem .');
    expect(shown(text)).toContain('on 24 November 2026 , from version 1 of the text.');
    expect(shown(text)).toContain(`English sha-256 ${sha256(article.english.join('\n\n')).match(/.{8}/g)!.join(' ')}`);
  });

  test('names nobody whose name is only a form of address', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    await world.db.write((tx) => tx.updateTable('person').set({ name: 'You', is_named: 0 }).execute());
    const { text } = await exportedText(exports, amal, documentId);
    expect(shown(text)).not.toMatch(/by You|Translated from/);
  });

  test('asks nothing of any other place and lets nothing run', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    const { text } = await exportedText(exports, amal, documentId);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"`);
    expect(text).not.toMatch(/<script|\son\w+=|url\((?!data:)|<link rel="stylesheet"|@import/);
    expect(text.match(/url\(data:font\/woff2;base64,/g)).toHaveLength(3);
  });

  test('takes along the fonts that its letters need', async () => {
    const { amal, documentId, segments } = await deskOf({ text: 'نص' });
    const fonts = async () => (await exportedText(exports, amal, documentId)).text.match(/url\(data:font/g)?.length;
    const before = await fonts();
    await addRevision(world.db, segments[0]!, { text: 'Ḥasan', state: 'translated', authorId: amal, at: AT });
    expect(await fonts()).toBe(before! + 1);
  });

  test('marks in words what nobody signed for', async () => {
    const { amal, documentId, segments } = await deskOf('واحد', 'اثنان', 'ثلاثة', 'أربعة');
    await addRevision(world.db, segments[0]!, { text: 'One', state: 'translated', authorId: amal, at: AT });
    await addRevision(world.db, segments[1]!, { text: 'Two', state: 'initial', authorId: amal, at: AT });
    await addDraft(world.db, 'ثلاثة', 'Three');
    const { text } = await exportedText(exports, amal, documentId);
    expect(shown(pairOf(text, 1))).not.toMatch(/draft|confirmed|translated/);
    expect(shown(pairOf(text, 2))).toContain('Two Not confirmed yet');
    expect(shown(pairOf(text, 3))).toContain('Three Machine draft, not checked');
    expect(shown(pairOf(text, 4))).toContain('Not translated yet');
    expect(shown(text)).toContain('Unfinished: 3 of 4 paragraphs are not confirmed.');
  });

  test.each([
    ['confirmed', ['One', 'Two'], ['Three', 'Four']],
    ['approved', ['One'], ['Two', 'Three', 'Four']],
  ] as const)('lets out only what is %s when asked to, and says what it left out', async (scope, kept, leftOut) => {
    const { amal, documentId, segments } = await deskOf('واحد', 'اثنان', 'ثلاثة', 'أربعة');
    await addRevision(world.db, segments[0]!, { text: 'One', state: 'reviewed', authorId: amal, at: AT });
    await addRevision(world.db, segments[1]!, { text: 'Two', state: 'translated', authorId: amal, at: AT });
    await addRevision(world.db, segments[2]!, { text: 'Three', state: 'initial', authorId: amal, at: AT });
    await addDraft(world.db, 'أربعة', 'Four');
    const { text } = await exportedText(exports, amal, documentId, { scope });
    for (const word of kept) expect(shown(text)).toContain(` ${word} `);
    for (const word of leftOut) expect(shown(text)).not.toContain(` ${word} `);
    expect(bodyOf(text).match(/Not confirmed yet and left out/g)).toHaveLength(leftOut.length);
    const { scopes } = await exports.choicesFor({ personId: amal, isAdmin: false }, documentId);
    expect(scopes.find(({ name }) => name === scope)).toMatchObject({ whole: kept.length, lacking: leftOut.length });
  });

  test('draws inline codes as markup that readers know, and lets the others go without their text', async () => {
    const [b, bEnd, a, aEnd, br, x] = [1, 2, 3, 4, 5, 6].map(codeChar) as [string, string, string, string, string, string];
    const codes = [
      { number: 1, kind: 'open', pair: 2, type: 'bold', data: '<b>' },
      { number: 2, kind: 'close', pair: 1, type: 'bold', data: '</b>' },
      { number: 3, kind: 'open', pair: 4, type: 'link', data: '<a>', href: 'https://example.org/?a=1&b=2' },
      { number: 4, kind: 'close', pair: 3, type: 'link', data: '</a>' },
      { number: 5, kind: 'standalone', type: 'break', data: '<br>' },
      { number: 6, kind: 'standalone', type: 'image', data: '<img src=x onerror=alert(1)>' },
    ] as const;
    const { amal, documentId, segments } = await deskOf({ text: `${b}كلمة${bEnd} ${a}رابط${aEnd}${br}${x}`, codes: [...codes] });
    await addRevision(world.db, segments[0]!, { text: `${b}A ${a}link${bEnd} word${aEnd}${br}end${x}`, state: 'translated', authorId: amal, at: AT });
    const { text } = await exportedText(exports, amal, documentId);
    const link = '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">';
    expect(pairOf(text, 1)).toContain(`<p><strong>كلمة</strong> ${link}رابط</a><br></p>`);
    expect(pairOf(text, 1)).toContain(`<p><strong>A ${link}link</a></strong>${link} word</a><br>end</p>`);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '/inside', 'https://a b', ' https://example.org'])('does not link to %s', async (href) => {
    const codes = [
      { number: 1, kind: 'open', pair: 2, type: 'link', data: '', href },
      { number: 2, kind: 'close', pair: 1, type: 'link', data: '' },
    ] as const;
    const { amal, documentId } = await deskOf({ text: `${codeChar(1)}رابط${codeChar(2)}`, codes: [...codes] });
    expect(pairOf((await exportedText(exports, amal, documentId)).text, 1)).toContain('<p>رابط</p>');
  });

  test('shows hostile words as words, in the text and in every field', async () => {
    const hostile = `</style></title><script>alert(1)</script>"'\\"; } @import url(x); <!-- \u2028 $& $1`;
    const { amal, documentId, segments } = await deskOf('نص');
    await addRevision(world.db, segments[0]!, { text: hostile, state: 'translated', authorId: amal, at: AT });
    const fields = { titleSource: hostile, titleTarget: hostile, translator: hostile, reviewer: hostile };
    const { text } = await exportedText(exports, amal, documentId, fields);
    expect(text).not.toContain('<script');
    expect(text.match(/<\/style>/g)).toHaveLength(1);
    expect(bodyOf(text).split('&lt;/style&gt;&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;')).toHaveLength(6);
  });

  test('joins the segments of a paragraph as the source does, and shows where a part is missing', async () => {
    const { amal, documentId, segments } = await deskOf('جملة أولى.  جملة ثانية.');
    await world.db.write(async (tx) => {
      const first = await tx.selectFrom('segment').selectAll().where('id', '=', segments[0]!).executeTakeFirstOrThrow();
      await tx.updateTable('segment').set({ end_offset: 10 }).where('id', '=', first.id).execute();
      await tx
        .insertInto('segment')
        .values({ ...first, id: 'second', start_offset: 12 })
        .execute();
      await tx.insertInto('target').values({ segment_id: 'second', lang: 'en', head_revision_id: null, state: 'initial', sub_state: '' }).execute();
    });
    await addRevision(world.db, segments[0]!, { text: 'First sentence.', state: 'translated', authorId: amal, at: AT });
    expect(pairOf((await exportedText(exports, amal, documentId)).text, 1)).toContain('<p>First sentence.  […]</p>');
    await addRevision(world.db, 'second', { text: 'Second.', state: 'translated', authorId: amal, at: AT });
    expect(pairOf((await exportedText(exports, amal, documentId)).text, 1)).toContain('<p>First sentence.  Second.</p>');
  });

  test('says what share of the words the machine wrote', async () => {
    const { amal, documentId, segments } = await deskOf('واحد', 'اثنان');
    const sharesLine = async () => /<footer.*?<\/h2><p>(.*?)<\/p>/s.exec((await exportedText(exports, amal, documentId)).text)?.[1]?.replace(/<[^>]+>/g, '');
    await addDraft(world.db, 'واحد', 'one two three four', 'ar-en-starter');
    expect(await sharesLine()).toBe('Every English word stands as a machine first wrote it (ar-en-starter, run on the translators’ own computer).');
    await addRevision(world.db, segments[0]!, { text: 'one two three four', state: 'translated', authorId: amal, at: AT });
    await addRevision(world.db, segments[1]!, { text: 'five six seven eight', state: 'translated', authorId: amal, at: AT });
    expect(await sharesLine()).toMatch(/^Of the English words, 50 in 100 stand as a machine first wrote them \(ar-en-starter, .* 50 are/);
    await addRevision(world.db, segments[0]!, { text: 'nothing alike here', state: 'translated', authorId: amal, at: AT });
    expect(await sharesLine()).toBe('Every English word was written by a person.');
  });

  test('opens as was chosen, and leaves away what was emptied', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    const { text } = await exportedText(exports, amal, documentId, {
      layout: 'stacked',
      arabicSide: 'left',
      titleSource: '',
      translator: '',
      reviewer: '',
      date: '',
    });
    expect(text).toContain('<body data-arabic="left"');
    expect(text.match(/<input [^>]*checked>/g)).toEqual(['<input type="radio" name="layout" id="stacked" checked>']);
    expect(bodyOf(text)).not.toMatch(/class="h1 ar"|class="by"|2026/);
  });

  test('has no date of its own while nothing is confirmed, and never takes that of today', async () => {
    const { amal, documentId } = await deskOf('نص');
    const { text } = await exportedText(exports, amal, documentId);
    expect(shown(text)).toContain('Made with Dragoman, from version 0 of the text.');
    expect(text).not.toContain(String(new Date().getFullYear()));
  });

  test('says once what a file says twice: a first heading that is the title', async () => {
    const amal = await addPerson(world.db, 'Amal');
    const projectId = await addProject(world.db, 'Desk', { [amal]: ['translator'] });
    const { documentId, segments } = await addFile(world.db, projectId, { name: 'a.md', format: 'markdown', text: '# عنوان\n\nفقرة\n' });
    await addRevision(world.db, segments[0]!, { text: 'Title', state: 'translated', authorId: amal, at: AT });
    const { text } = await exportedText(exports, amal, documentId);
    expect(text).toContain('<h1 lang="en" dir="ltr">Title</h1>');
    expect(bodyOf(text).match(/Title/g)).toHaveLength(1);
    expect(text).toContain('<header class="front pair" id="p1">');
    expect(pairOf(text, 2)).toContain('<p>فقرة</p>');
    expect(bodyOf((await exportedText(exports, amal, documentId, { titleTarget: 'Another title' })).text)).toContain('<h2>Title</h2>');
  });
});

describe('the same state', () => {
  test('of a long document keeps nobody else waiting, whichever file is made of it', async () => {
    const { amal, documentId } = await addLongDocument(1000);
    for (const kind of ['bilingual', 'target'] as const) {
      const stop = watchTurns();
      await exports.exportOf({ personId: amal, isAdmin: false }, documentId, ExportOptions.parse({ kind }));
      const { longestMs, allMs } = stop();
      expect(longestMs, `${kind}: ${allMs} ms of work`).toBeLessThan(150);
    }
  });

  test('gives the same bytes in two processes under two clocks, time zones and languages', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    await world.db.close();
    const run = (env: Record<string, string>) =>
      spawnSync(
        process.execPath,
        ['--import', 'tsx', '--import', './tests/support/shifted-clock.mjs', 'tests/support/export-once.ts', world.file, amal, documentId],
        {
          cwd: projectRoot,
          env: { ...process.env, ...env },
          maxBuffer: 10_000_000,
        },
      );
    const here = run({ SHIFT_DAYS: '0', TZ: 'UTC', LC_ALL: 'C' });
    const there = run({ SHIFT_DAYS: '4000', TZ: 'Pacific/Kiritimati', LC_ALL: 'ar_EG.UTF-8' });
    expect(here.stderr.toString()).toBe('');
    expect(here.stdout.length).toBeGreaterThan(100_000);
    expect(there.stdout.equals(here.stdout)).toBe(true);
  });
});

describe('the English in the original format', () => {
  test.each([
    { format: 'text', source: ['news.ar.txt', 'فقرة أولى\nفقرة ثانية\n'], english: ['First', 'Second'], file: ['news.en.txt', 'First\nSecond\n'] },
    { format: 'markdown', source: ['ملف.md', '# عنوان\n\nفقرة\n'], english: ['Title', 'Paragraph'], file: ['ملف.en.md', '# Title\n\nParagraph\n'] },
    {
      format: 'html',
      source: ['page.htm', '<html lang="ar" dir="rtl"><meta charset="utf-8"><p>فقرة</p></html>'],
      english: ['Paragraph'],
      file: ['page.en.html', '<html lang="en" dir="ltr"><meta charset="utf-8"><p>Paragraph</p></html>'],
    },
  ])('is a $format file named after the source', async ({ format, source, english, file }) => {
    const amal = await addPerson(world.db, 'Amal');
    const projectId = await addProject(world.db, 'Desk', { [amal]: ['translator'] });
    const { documentId, segments } = await addFile(world.db, projectId, { name: source[0]!, format, text: source[1]! });
    expect(segments).toHaveLength(english.length);
    for (const [index, id] of segments.entries()) await addRevision(world.db, id, { text: english[index]!, state: 'translated', authorId: amal, at: AT });
    expect(await exportedText(exports, amal, documentId, { kind: 'target' })).toEqual({ fileName: file[0], text: file[1] });
  });

  test('keeps the Arabic of paragraphs that the scope keeps back', async () => {
    const amal = await addPerson(world.db, 'Amal');
    const projectId = await addProject(world.db, 'Desk', { [amal]: ['translator'] });
    const { documentId, segments } = await addFile(world.db, projectId, { name: 'a.txt', format: 'text', text: 'أولى\nثانية\n' });
    await addRevision(world.db, segments[0]!, { text: 'First', state: 'translated', authorId: amal, at: AT });
    await addDraft(world.db, 'ثانية', 'Second');
    expect((await exportedText(exports, amal, documentId, { kind: 'target', scope: 'confirmed' })).text).toBe('First\nثانية\n');
    expect((await exportedText(exports, amal, documentId, { kind: 'target' })).text).toBe('First\nSecond\n');
  });
});

describe('who may export', () => {
  test('a stranger learns nothing', async () => {
    const { documentId } = await deskOf('نص');
    const stranger = { personId: await addPerson(world.db, 'Stranger'), isAdmin: true };
    const options = ExportOptions.parse({ kind: 'bilingual' });
    for (const act of [
      () => exports.exportOf(stranger, documentId, options),
      () => exports.choicesFor(stranger, documentId),
      () => exports.readingOf(stranger, documentId),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('names of files', () => {
  test.each([
    ['russia-china.ar.txt', 'russia-china'],
    ['تقرير 2026.html', 'تقرير 2026'],
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\docs\\a.md', 'C docs a'],
    ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie x'],
    ['x\u202etxt.exe', 'xtxt'],
    ['CON.txt', '_CON'],
    ['...', 'document'],
    ['\0', 'document'],
    ['ا'.repeat(300), 'ا'.repeat(80)],
  ])('%j gives %j', (fileName, base) => {
    expect(baseName(fileName, 'ar')).toBe(base);
  });

  test('travel in UTF-8, with a name in ASCII for those who cannot read that', () => {
    expect(attachment(`تقرير (1)'s.en.txt`)).toBe(
      `attachment; filename="_ (1)'s.en.txt"; filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1%20%281%29%27s.en.txt`,
    );
  });
});
