import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encode } from '../formats/encode.ts';
import { readProjectFile } from '../support/project-files.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';
import { mainOf } from '../support/html.ts';

const article = readProjectFile('samples/russia-china.ar.txt');

let app: TestApp;
let visit: Visit;
beforeAll(async () => {
  app = await startApp({ environment: { DRAGOMAN_MAX_UPLOAD_MB: '0.1' } });
  visit = await app.signIn(app.world.amal);
});
afterAll(() => app.close());

type Fields = Record<string, string>;
type Files = [name: string, content: string | Uint8Array][];

/** The form as a browser sends it; `headers` as a page of ours does. */
function send(
  address: string,
  { fields = {}, files = [], headers = {}, by = visit }: { fields?: Fields; files?: Files; headers?: Fields; by?: Visit } = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ _csrf: by.csrfToken, text: '', project: app.world.projectId, projectName: '', unit: 'paragraph', ...fields }))
    form.append(name, value);
  for (const [name, content] of files) form.append('files', new Blob([content as BlobPart]), name);
  return fetch(`${app.url}${address}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { cookie: by.cookie, origin: app.url, 'sec-fetch-site': 'same-origin', accept: 'text/html', ...headers },
  });
}

const plain = (html: string) =>
  html
    .slice(Math.max(0, html.indexOf('<main')))
    .replace(/<svg[^]*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
const documents = async () => (await app.context.db.read.selectFrom('document').selectAll().execute()).length;
const titleAt = async (answer: Response) => {
  const id = answer.headers.get('location')!.replace('/documents/', '');
  return (await app.context.db.read.selectFrom('document').select('title_source').where('id', '=', id).executeTakeFirstOrThrow()).title_source;
};

describe('the import page', () => {
  test('offers pasting, choosing, the projects one may import into, and one loud button', async () => {
    const page = await (await visit.get('/imports/new')).text();
    expect(page).toMatch(/<textarea [^>]*name="text" lang="ar" dir="rtl"/);
    expect(page).toMatch(/<input [^>]*name="files" type="file" multiple accept="\.txt,\.text,\.md,/);
    expect(page).toContain('These can be read: TXT, Markdown, HTML, Word.');
    expect(page).toMatch(new RegExp(`<option value="${app.world.projectId}"[^>]* selected>News desk</option>`));
    expect(page).toContain('New project…');
    expect(mainOf(page).match(/data-kind="main"/g)).toHaveLength(1);
    expect(page).toMatch(/<form [^>]*enctype="multipart\/form-data"/);
  });

  test('offers a reviewer only a new project', async () => {
    const page = await (await (await app.signIn(app.world.noor)).get('/imports/new')).text();
    expect(page).not.toContain('News desk</option>');
    expect(page).toMatch(/<option value="new" selected>/);
  });
});

describe('sending the form', () => {
  test('with pasted text leads to its document', async () => {
    const answer = await send('/imports', { fields: { text: article.replaceAll('\n', '\r\n'), then: 'keep' } });
    expect(answer.status).toBe(303);
    expect(await titleAt(answer)).toMatch(/^منذ غزوها لأوكرانيا/);
    const page = await (await visit.get(answer.headers.get('location')!)).text();
    expect(page).toContain(article.split('\n')[13]!.trim().slice(0, 40));
    const versions = await app.context.db.read.selectFrom('source_version').select(['original', 'file_name']).orderBy('created_at', 'desc').execute();
    expect(versions[0]!.original.toString()).toBe(article);
    expect(versions[0]!.file_name).toBe('منذ غزوها لأوكرانيا ، أصبحت روسيا تعتمد.txt');
  });

  test('with a file leads to its document, with several to the list', async () => {
    expect(await titleAt(await send('/imports', { files: [['خبر.txt', 'نص الخبر']] }))).toBe('نص الخبر');
    const before = await documents();
    const answer = await send('/imports', {
      fields: { text: 'ملصق' },
      files: [
        ['a.md', '# أول'],
        ['b.html', '<p>ثان'],
      ],
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(await documents()).toBe(before + 3);
  });

  test('begins drafting when asked to', async () => {
    const answer = await send('/imports', { fields: { text: 'كلمة واحدة', then: 'draft' } });
    const id = answer.headers.get('location')!.replace('/documents/', '');
    expect(await app.context.db.read.selectFrom('job').selectAll().where('document_id', '=', id).execute()).toHaveLength(1);
  });

  test('makes the new project that was named', async () => {
    await send('/imports', { fields: { text: 'كلمة', project: 'new', projectName: ' Poems ' } });
    expect((await app.context.projects.list({ personId: app.world.amal, isAdmin: false })).map(({ name }) => name)).toContain('Poems');
  });

  test('uses the encoding chosen for each file', async () => {
    const bytes = encode('مرحبا من بيروت', 'windows-1256');
    const answer = await send('/imports', { fields: { 'encoding-0': 'windows-1256' }, files: [['a.txt', bytes]] });
    expect(await titleAt(answer)).toBe('مرحبا من بيروت');
  });

  test('works as a plain form without files too', async () => {
    const answer = await visit.post('/imports', { text: 'كلمة', project: app.world.projectId });
    expect(answer.status).toBe(303);
  });
});

describe('what cannot be imported', () => {
  const pdf = new TextEncoder().encode('%PDF-1.7 …');
  test.each<[string, { fields?: Fields; files?: Files }, ...answer: [status: number, field: string, sentence: string]]>([
    [
      'a wrong type',
      { files: [['a.pdf', 'PK']] },
      415,
      'files',
      '“ a.pdf ” is of a kind that is not read yet. Nothing was imported. These can be read: TXT, Markdown, HTML, Word .',
    ],
    ['a binary under a text name', { files: [['a.txt', pdf]] }, 415, 'files', 'is no text: it begins as a file of the kind PDF does'],
    ['an empty file', { files: [['a.txt', '']] }, 422, 'files', '“ a.txt ” is empty.'],
    ['a file without words', { files: [['a.txt', '\n \n']] }, 422, 'files', 'has no text to translate'],
    ['a damaged file', { files: [['a.txt', Uint8Array.from([0xd9, 0x86, 0xd9, 0x86, 0xd9, 0x86, 0xd9, 0x86, 0xd9])]] }, 422, 'files', 'is damaged or cut off'],
    ['a file in the wrong encoding', { fields: { 'encoding-0': 'utf-16le' }, files: [['a.txt', 'abc']] }, 422, 'files', 'does not read as UTF-16 LE'],
    ['a file that is too large', { files: [['big.txt', 'س'.repeat(80_000)]] }, 413, 'files', '“ big.txt ” is larger than 0.1 MB'],
    ['more than twenty files', { files: Array.from({ length: 21 }, (_, index) => [`${index}.txt`, 'س']) }, 413, 'files', 'There are more than 20 files'],
    ['nothing', {}, 422, 'text', 'There is no text here'],
    ['a NUL in the text', { fields: { text: 'كلمة\0' } }, 422, 'text', 'has a NUL character in it'],
    ['no project', { fields: { text: 'كلمة', project: '' } }, 422, 'project', 'No project was chosen'],
    ['a new project without a name', { fields: { text: 'كلمة', project: 'new', projectName: ' ' } }, 422, 'project-name', 'The new project has no name'],
    ['a new project with an invisible name', { fields: { text: 'كلمة', project: 'new', projectName: '\u200b\u200f' } }, 422, 'project-name', 'has no name'],
    [
      'a new project with a name no database keeps',
      { fields: { text: 'كلمة', project: 'new', projectName: 'a\0b' } },
      422,
      'project-name',
      'holds a character that cannot be stored',
    ],
    [
      'a new project with an endless name',
      { fields: { text: 'كلمة', project: 'new', projectName: 'x'.repeat(101) } },
      422,
      'project-name',
      'longer than 100 characters',
    ],
  ])('%s is refused beside its field, and nothing is kept but what was typed', async (_, form, ...[status, field, sentence]) => {
    const before = await documents();
    const typed = form.fields?.text ?? 'نص قديم';
    const fields = _ === 'nothing' ? {} : { text: typed, ...form.fields };
    const answer = await send('/imports', { ...form, fields });
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(plain(page.slice(page.indexOf(`id="${field}-error"`) - 6))).toContain(sentence);
    expect(page).toMatch(new RegExp(`aria-describedby="[^"]*${field}-error"`));
    if (_ !== 'nothing' && !typed.includes('\0')) expect(page).toContain(`>\n${typed}</textarea>`);
    expect(await documents()).toBe(before);
  });

  test.each<[string, Fields]>([
    ['a field nobody asked for', { text: 'كلمة', personId: 'x' }],
    ['a unit there is not', { text: 'كلمة', unit: 'page' }],
    ['an encoding there is not', { text: 'كلمة', 'encoding-0': 'koi8-r' }],
  ])('%s is refused', async (_, fields) => {
    expect((await send('/imports', { fields })).status).toBe(422);
  });

  test('a form that is no form, or that ends too soon, is refused', async () => {
    const raw = (body: string, type: string) =>
      fetch(`${app.url}/imports`, {
        method: 'POST',
        body,
        headers: { cookie: visit.cookie, origin: app.url, 'x-csrf-token': visit.csrfToken, 'content-type': type, accept: 'text/html' },
      });
    expect((await raw('x', 'multipart/form-data')).status).toBe(422);
    expect((await raw('--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nكلم', 'multipart/form-data; boundary=b')).status).toBe(422);
    expect((await raw('{}', 'application/json')).status).toBe(415);
  });

  test('without the token of the page, or from elsewhere, is refused', async () => {
    expect((await send('/imports', { fields: { text: 'كلمة', _csrf: 'x' } })).status).toBe(403);
    expect((await send('/imports', { fields: { text: 'كلمة' }, headers: { origin: 'https://example.com' } })).status).toBe(403);
    expect((await send('/imports', { fields: { text: 'كلمة', _csrf: 'x' }, headers: { 'x-csrf-token': visit.csrfToken } })).status).toBe(303);
  });

  test('into a project of others is refused as if it did not exist', async () => {
    const hadi = await app.signIn(app.world.hadi);
    expect((await send('/imports', { fields: { text: 'كلمة' }, by: hadi })).status).toBe(404);
    const noor = await app.signIn(app.world.noor);
    expect((await send('/imports', { fields: { text: 'كلمة' }, by: noor })).status).toBe(403);
  });
});

test('an upload that breaks off leaves nothing, and the next one works', async () => {
  const before = await documents();
  const { port } = new URL(app.url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST /imports HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${app.url}\r\nCookie: ${visit.cookie}\r\nX-CSRF-Token: ${visit.csrfToken}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000\r\n\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nكلمة`,
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await documents()).toBe(before);
  expect((await send('/imports', { fields: { text: 'كلمة' } })).status).toBe(303);
});

test('an upload that never ends is given up', async () => {
  const answer = await send('/imports', { files: Array.from({ length: 19 }, (_, index) => [`${index}.txt`, 'س'.repeat(50_000)]) });
  expect(answer.status).toBe(413);
  expect(plain(await answer.text())).toContain('larger than 0.1 MB');
});

describe('names of files', () => {
  test.each([
    ['../../etc/x.txt', 'x.txt'],
    ['..\\..\\x.txt', 'x.txt'],
    ['a\u202etxt.txt', 'atxt.txt'],
    [`${'x'.repeat(300)}.txt`, `${'x'.repeat(196)}.txt`],
    ['تقرير.txt', 'تقرير.txt'],
    ['تقرير "نهائي".txt', 'تقرير "نهائي".txt'],
    ['a\r\nX-Evil: b.txt', 'a  X-Evil: b.txt'],
    ['<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
  ])('%j is kept as %j', async (sent, kept) => {
    await send('/imports', { files: [[sent, 'كلمة']] });
    const version = await app.context.db.read.selectFrom('source_version').select('file_name').orderBy('id', 'desc').executeTakeFirstOrThrow();
    expect(version.file_name).toBe(kept);
  });
});

describe('the preview', () => {
  const part = { 'x-part': 'preview' };

  test('comes alone to a page that asks for it', async () => {
    const answer = await send('/imports/preview', {
      files: [
        ['russia-china.ar.txt', article],
        ['b.txt', ''],
      ],
      headers: part,
    });
    const html = await answer.text();
    expect([answer.status, answer.headers.get('x-part')]).toEqual([422, 'preview']);
    expect(html).not.toContain('<html');
    const words = plain(html);
    expect(words).toContain('russia-china.ar.txt , 5 kB, TXT');
    expect(words).toContain('UTF-8, certain');
    expect(words).toContain('Arabic, from right to left');
    expect(words).toContain('14 paragraphs, 20 sentences, 452 words');
    expect(words).toContain('and 10 more paragraphs');
    expect(words).toContain('“ b.txt ” is empty.');
    expect(html).toContain(`<p class="text clamp" lang="ar" dir="rtl">${article.split('\n')[0]!.trim()}</p>`);
    expect(html).toContain('name="encoding-0"');
  });

  test('says what will be left out', async () => {
    const answer = await send('/imports/preview', { files: [['a.html', '<p>كلمة</p><pre>x</pre><script>1</script><script>2</script>']], headers: part });
    expect(plain(await answer.text())).toContain('Not translated 1 preformatted text; it stays as it is 2 scripts; they stay as they are');
  });

  test('keeps the encoding that was chosen, and offers another when it was wrong', async () => {
    const bytes = encode('مرحبا من بيروت', 'windows-1256');
    const good = await (await send('/imports/preview', { fields: { 'encoding-0': 'windows-1256' }, files: [['a.txt', bytes]], headers: part })).text();
    expect(good).toContain('<option value="windows-1256" selected>');
    expect(plain(good)).toContain('Windows-1256, as you chose');
    const wrong = await (await send('/imports/preview', { fields: { 'encoding-0': 'utf-8' }, files: [['a.txt', bytes]], headers: part })).text();
    expect(wrong).toContain('<option value="utf-8" selected>');
    expect(plain(wrong)).toContain('does not read as UTF-8');
  });

  test('without script is part of the whole page, which keeps what was typed', async () => {
    const answer = await send('/imports/preview', { fields: { text: 'سطر أول\r\nسطر ثان', unit: 'sentence', project: 'new', projectName: 'Poems' } });
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain('<html');
    expect(page).toContain('>\nسطر أول\r\nسطر ثان</textarea>');
    expect(page).toMatch(/value="sentence" checked/);
    expect(page).toMatch(/<option value="new" selected>/);
    expect(page).toContain('value="Poems"');
    expect(plain(page)).toContain('2 paragraphs, 2 sentences, 4 words');
  });

  test('tells that chosen files must be chosen again', async () => {
    expect(plain(await (await send('/imports/preview', { files: [['a.txt', 'كلمة']] })).text())).toContain('Choose them once more before you import.');
    expect(plain(await (await send('/imports', { fields: { project: '' }, files: [['a.txt', 'كلمة']] })).text())).toContain(
      'Choose them once more before you import.',
    );
    expect(plain(await (await send('/imports/preview', { fields: { text: 'كلمة' } })).text())).not.toContain('Choose them once more');
  });

  test('keeps nothing', async () => {
    const before = await documents();
    await send('/imports/preview', { fields: { text: article }, headers: part });
    expect(await documents()).toBe(before);
  });

  test('shows what is in a file as text, never as markup', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&</textarea>';
    const page = await (await send('/imports/preview', { fields: { text: hostile, projectName: hostile }, files: [[`${hostile}.txt`, hostile]] })).text();
    expect(page).not.toContain('<img');
    expect(page.match(/<\/textarea>/g)).toHaveLength(1);
  });
});
