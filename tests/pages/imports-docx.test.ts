import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDocx, partOf, REPORT, STYLES } from '../support/docx.ts';
import { startApp } from '../support/workbench.ts';

let app: Awaited<ReturnType<typeof startApp>>;
let visit: Awaited<ReturnType<typeof app.signIn>>;
beforeAll(async () => {
  app = await startApp();
  visit = await app.signIn(app.world.amal);
});
afterAll(() => app.close());

function send(address: string, bytes: Uint8Array, fields: Record<string, string> = {}): Promise<Response> {
  const form = new FormData();
  const all = { _csrf: visit.csrfToken, text: '', project: app.world.projectId, projectName: '', unit: 'paragraph', then: 'keep', ...fields };
  for (const [name, value] of Object.entries(all)) form.append(name, value);
  form.append('files', new Blob([bytes as BlobPart]), 'تقرير.docx');
  const headers = { cookie: visit.cookie, origin: app.url, 'sec-fetch-site': 'same-origin', accept: 'text/html' };
  return fetch(`${app.url}${address}`, { method: 'POST', body: form, redirect: 'manual', headers });
}

test('the preview of a Word document says what is in it, what counts as accepted and what stays, and asks for no encoding', async () => {
  const by = 'w:id="1" w:author="A"';
  const body = `<w:p><w:r><w:t>نص</w:t></w:r><w:del ${by}><w:r><w:delText>قديم</w:delText></w:r></w:del><w:r><w:commentReference w:id="1"/></w:r></w:p>`;
  const page = await (await send('/imports/preview', makeDocx({ styles: STYLES, body }))).text();
  expect(page).toContain('1 tracked change; it counts as accepted');
  expect(page).toContain('1 comment; it stays where it is');
  expect(page).toContain('<bdi>Word</bdi>');
  expect(page).not.toContain('name="encoding-0"');
  // An encoding that was chosen before the file was makes no difference.
  const again = await send('/imports/preview', makeDocx({ styles: STYLES, body }), { 'encoding-0': 'windows-1256' });
  const same = await again.text();
  expect(same).toContain('1 tracked change');
  expect(same).not.toContain('name="encoding-0"');
});

test('a Word document comes in, and goes out as both of its exports', async () => {
  const imported = await send('/imports', makeDocx(REPORT));
  expect(imported.status).toBe(303);
  const address = imported.headers.get('location')!;
  expect(await (await visit.get(address)).text()).toContain('الخطوات');
  const page = await (await visit.get(`${address}/exports`)).text();
  expect(page).toContain('<bdi>تقرير.ar-en.bilingual.docx</bdi>');
  expect(page).toContain('<bdi>تقرير.en.docx</bdi>');
  for (const kind of ['bilingual-docx', 'target']) {
    const answer = await visit.post(`${address}/exports`, { kind });
    expect(answer.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.wordprocessingml.document');
    expect(partOf(new Uint8Array(await answer.arrayBuffer()), 'word/document.xml')).toContain('الخطوات');
  }
});

test('a file that only calls itself one is refused in words', async () => {
  const answer = await send('/imports', Buffer.from('MZ\u0090'));
  expect(answer.status).toBe(415);
  expect(await answer.text()).toContain('is no Word document (.docx), whatever its name says. Nothing was imported.');
});
