import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem, TargetView } from '../../server/core/api.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

let app: TestApp;
let amal: Visit;
let noor: Visit;
let salma: Visit;
beforeAll(async () => {
  app = await startApp();
  [amal, noor, salma] = [await app.signIn(app.world.amal), await app.signIn(app.world.noor), await app.signIn(app.world.salma)];
});
afterAll(() => app.close());

const segment = (number: number) => `/segments/${app.world.segments[number - 1]}`;
const review = () => `/documents/${app.world.documentId}/review`;
const written = (revisionId: string | null) => ({ 'if-match': `"${revisionId ?? 'none'}"`, 'idempotency-key': crypto.randomUUID() });
async function confirm(number: number, text: string, { by = amal, ifMatch = null as string | null } = {}): Promise<TargetView> {
  const answer = await by.send('PUT', `${segment(number)}/target`, { body: { text, confirm: true, used: [], editGroup: 'g' }, headers: written(ifMatch) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as TargetView;
}
const approve = (who: Visit, number: number, { revisionId }: TargetView) =>
  who.send('POST', `${segment(number)}/approval`, { body: { revisionId }, headers: written(revisionId) });

/** What stands in the field of the text as it reads now. */
const fieldIn = (html: string) => /<textarea[^>]* id="now"[^>]*>\n([^<]*)</.exec(html)?.[1];

describe('an approval over HTTP', () => {
  test('is made, taken off, and given anew', async () => {
    const answer = await approve(noor, 1, await confirm(1, 'Welcome.'));
    expect(answer.status).toBe(201);
    const { revisionId, state } = (await answer.json()) as TargetView;
    expect(state).toBe('reviewed');
    const taken = await noor.send('DELETE', `${segment(1)}/approval`, { body: { revisionId }, headers: written(revisionId) });
    expect(await taken.json()).toMatchObject({ state: 'translated' });
  });

  test('of a text that was saved meanwhile answers 412 with the newer text', async () => {
    const seen = await confirm(2, 'Welcome.');
    await confirm(2, 'Be welcome.', { ifMatch: seen.revisionId });
    const answer = await approve(noor, 2, seen);
    expect(answer.status).toBe(412);
    expect((await answer.json()) as Problem).toMatchObject({ code: 'stale', current: { text: 'Be welcome.', state: 'translated' } });
  });

  test('without If-Match answers 428, and with another revision than its own 422', async () => {
    const { revisionId } = await confirm(3, 'Welcome.');
    const headers = { 'idempotency-key': crypto.randomUUID() };
    expect((await noor.send('POST', `${segment(3)}/approval`, { body: { revisionId }, headers })).status).toBe(428);
    expect((await noor.send('POST', `${segment(3)}/approval`, { body: { revisionId: 'other' }, headers: written(revisionId) })).status).toBe(422);
  });

  test('by a translator answers 403, whatever roles the request claims', async () => {
    const { revisionId } = await confirm(4, 'Welcome.');
    for (const body of [{ revisionId }, { revisionId, roles: ['reviewer'] }]) {
      const answer = await amal.send('POST', `${segment(4)}/approval?role=reviewer`, { body, headers: written(revisionId) });
      expect([403, 422]).toContain(answer.status);
    }
    expect(((await (await amal.get(segment(4), { accept: 'application/json' })).json()) as { target: TargetView }).target.state).toBe('translated');
  });

  test('of one’s own text answers 403 with the reason while the project asks for four eyes', async () => {
    const own = await confirm(5, 'Welcome.', { by: noor });
    expect((await noor.send('PUT', `/projects/${app.world.projectId}/four-eyes`)).status).toBe(403);
    expect((await salma.send('PUT', `/projects/${app.world.projectId}/four-eyes`)).status).toBe(204);
    const answer = await approve(noor, 5, own);
    expect(answer.status).toBe(403);
    expect(((await answer.json()) as Problem).message).toContain('asks for four eyes');
    expect((await salma.send('DELETE', `/projects/${app.world.projectId}/four-eyes`)).status).toBe(204);
    expect((await approve(noor, 5, own)).status).toBe(201);
  });
});

describe('the page', () => {
  test('shows a translator what is decided and lets nothing be decided', async () => {
    await confirm(6, 'Welcome.');
    const page = await (await amal.get(`${review()}?segment=${app.world.segments[5]}`)).text();
    expect(page).toContain('Reviewers of this project approve and return.');
    expect(page).not.toMatch(/value="(?:approve|return|sign-off)"/);
    const form = { segment: app.world.segments[5]!, revision: 'r', key: crypto.randomUUID(), decision: 'approve' };
    expect((await amal.post(review(), form)).status).toBe(403);
  });

  test('says what the checks found, in the queue and beside the text', async () => {
    const { target } = (await (await amal.get(segment(6), { accept: 'application/json' })).json()) as { target: TargetView };
    await confirm(6, 'China says it is neutral and wants to help end the 51-month conflict.', { ifMatch: target.revisionId });
    const page = await (await noor.get(`${review()}?segment=${app.world.segments[5]}`)).text();
    expect(page).toMatch(/<li class="finding" data-tone="bad">[\s\S]*?15[\s\S]*?<\/li>/);
    expect(page).toMatch(/review\?[^"]*">Segment 6<\/a>[\s\S]*?\d findings?/);
  });

  test('says what was wrong with a form and keeps what was written', async () => {
    const { revisionId } = await confirm(7, 'Welcome.');
    const form = { segment: app.world.segments[6]!, revision: revisionId!, key: crypto.randomUUID(), decision: 'return', text: 'Welcome.', comment: 'Why so?' };
    const answer = await noor.post(review(), form);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('No reason was chosen.');
    expect(page).toContain('Why so?</textarea>');
  });

  test('keeps a changed text from being returned as if it had not been changed', async () => {
    const { revisionId } = await confirm(8, 'Welcome.');
    const form = { segment: app.world.segments[7]!, revision: revisionId!, key: crypto.randomUUID(), decision: 'return', code: 'style', text: 'Hello.' };
    const answer = await noor.post(review(), form);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Hello.</textarea>');
  });

  test('of another document does not decide about this one', async () => {
    const { revisionId } = await confirm(9, 'Welcome.');
    const hadi = await app.signIn(app.world.hadi);
    const form = { segment: app.world.segments[8]!, revision: revisionId!, key: crypto.randomUUID(), decision: 'approve' };
    expect((await hadi.post(review(), form)).status).toBe(404);
  });

  test('escapes what people wrote', async () => {
    const { revisionId } = await confirm(10, '<b onclick="x">\nSecond line');
    await noor.send('POST', `${segment(10)}/return`, {
      body: { revisionId, code: 'style', severity: 'critical', span: { start: 0, end: 3 }, comment: '</textarea><script>' },
      headers: written(revisionId),
    });
    for (const address of [`${review()}?segment=${app.world.segments[9]}`, `/documents/${app.world.documentId}`]) {
      const page = await (await noor.get(address)).text();
      expect(page).not.toContain('<b onclick');
      expect(page).not.toContain('</textarea><script>');
    }
  });

  test('lets a manager sign off what is approved, and open it again', async () => {
    const approved = (await (await approve(noor, 11, await confirm(11, 'Welcome.'))).json()) as TargetView;
    const page = `${review()}?segment=${app.world.segments[10]}`;
    const form = { segment: app.world.segments[10]!, revision: approved.revisionId!, key: crypto.randomUUID(), decision: 'sign-off', text: 'Welcome.' };
    expect((await salma.post(review(), form)).status).toBe(303);
    expect(await (await salma.get(page)).text()).toContain('Take the sign-off off');
    expect(await (await noor.get(page)).text()).not.toContain('Take the sign-off off');
  });

  test.each(['approve', 'return'])('shows the newer text, not the one that was seen, when %s comes too late', async (decision) => {
    const number = decision === 'approve' ? 13 : 14;
    const seen = await confirm(number, 'Welcome.');
    await confirm(number, 'Be welcome.', { ifMatch: seen.revisionId });
    const reason: Record<string, string> = decision === 'return' ? { code: 'style', severity: 'major', spanStart: '0', spanEnd: '7', comment: 'Stiff.' } : {};
    const form = { segment: app.world.segments[number - 1]!, revision: seen.revisionId!, key: crypto.randomUUID(), order: 'text', decision, text: 'Welcome.' };
    const answer = await noor.post(review(), { ...form, ...reason });
    expect(answer.status).toBe(412);
    const html = await answer.text();
    expect(fieldIn(html)).toBe('Be welcome.');
    expect(/<details[^>]*data-part="return"[^>]*>/.exec(html)![0].includes(' open')).toBe(decision === 'return');
    expect(html).not.toMatch(/name="spanStart" value="\d/);
    if (decision === 'return') expect(html).toContain('Stiff.');
  });

  test('keeps a correction that came too late in its field', async () => {
    const seen = await confirm(12, 'Welcome.');
    await confirm(12, 'Be welcome.', { ifMatch: seen.revisionId });
    const form = { segment: app.world.segments[11]!, revision: seen.revisionId!, key: crypto.randomUUID(), order: 'text', decision: 'approve' };
    const answer = await noor.post(review(), { ...form, text: 'You are welcome.' });
    expect(answer.status).toBe(412);
    expect(fieldIn(await answer.text())).toBe('You are welcome.');
  });

  test('lets a manager, and nobody else, correct the source in a form', async () => {
    const page = `${review()}?segment=${app.world.segments[11]}`;
    const html = await (await salma.get(page)).text();
    const hash = /name="hash" value="(\w+)"/.exec(html)![1]!;
    const source = /name="source"[^>]*>\n([^<]*)</.exec(html)![1]!.replaceAll('&#34;', '"').replaceAll('&#39;', "'");
    const form = { segment: app.world.segments[11]!, hash, key: crypto.randomUUID(), order: 'text', decision: 'correct-source' };
    expect((await noor.post(review(), { ...form, source: `${source}!` })).status).toBe(403);
    const refused = await salma.post(review(), { ...form, source: '' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('A correction changes words');
    expect((await salma.post(review(), { ...form, key: crypto.randomUUID(), source: `${source}!` })).status).toBe(303);
    expect(await (await amal.get(`/documents/${app.world.documentId}`)).text()).toMatch(/<bdi>Salma<\/bdi> corrected the source:/);
  });
});
