import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';
import { MATRIX, type Row, type Turn } from './access-matrix.ts';

/** Fields that rows have and no request may set. */
const FORBIDDEN = { role: 'admin', status: 'final', version: '9', userId: 'x', projectId: 'x' };

let app: TestApp;
let salma: Visit;
let turn: Turn;
beforeAll(async () => {
  app = await startApp();
  salma = await app.signIn(app.world.salma);
  const made = async (address: string, body: unknown) => ((await (await salma.send('POST', address, { body })).json()) as { id: string }).id;
  const [first] = app.world.segments;
  const commentId = await made(`/segments/${first}/comments`, { text: 'Why?', side: null, span: null, revisionId: null });
  const jobId = await made(`/segments/${first}/drafts`, {});
  turn = { app, world: app.world, index: 0, commentId, jobId };
});
afterAll(() => app.close());

async function addressOf(route: string, row: Row): Promise<string> {
  if (row.address) return row.address(turn);
  const { documentId, projectId } = turn.world;
  const ids: [string, string][] = [
    ['/comments/', turn.commentId],
    ['/jobs/', turn.jobId],
    ['/projects/', projectId],
  ];
  const id = ids.find(([part]) => route.includes(part))?.[1] ?? documentId;
  return route.split(' ')[1]!.replace(':id', id);
}

const unsafe = Object.entries(MATRIX).filter(([route]) => !route.startsWith('GET '));

test.each(unsafe)('%s refuses fields that are not its own', async (route, row) => {
  const method = route.split(' ')[0]!;
  for (const [name, value] of Object.entries(FORBIDDEN)) {
    const address = await addressOf(route, row);
    const answer = row.form
      ? await salma.post(address, { ...row.form(turn), [name]: value })
      : await salma.send(method, address, { body: { ...(row.json?.(turn) ?? {}), [name]: value }, headers: row.headers });
    expect([name, answer.status]).toEqual([name, 422]);
  }
});
