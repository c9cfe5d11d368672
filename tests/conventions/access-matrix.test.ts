/** Every route of the app, asked by every role: a route without a row fails here, and so does a row without a route. */
import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { newId, now } from '../../server/db/ids.ts';
import { startApp, type TestApp } from '../support/workbench.ts';
import { MATRIX, ROLES, type Row, type Turn } from './access-matrix.ts';

/** What Express keeps of a route or a router; it has no types for it. */
interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
  /** Whether the router stands at `/`; elsewhere a route's path would not be its whole path. */
  slash: boolean;
}

let app: TestApp;
let turn: Omit<Turn, 'index'>;
beforeAll(async () => {
  app = await startApp();
  const [commentId, jobId] = [newId(), newId()];
  const { world } = app;
  await app.context.db.write(async (tx) => {
    const at = now();
    await tx
      .insertInto('comment')
      .values({
        id: commentId,
        segment_id: world.segments[0]!,
        author_id: world.amal,
        side: null,
        span_start: null,
        span_end: null,
        revision_id: null,
        text: 'Why?',
        created_at: at,
        resolved_at: null,
        resolved_by: null,
      })
      .execute();
    await tx
      .insertInto('job')
      .values({
        id: jobId,
        kind: 'draft',
        dedupe_key: 'access',
        project_id: world.projectId,
        document_id: world.documentId,
        person_id: world.amal,
        priority: 1,
        payload: '{}',
        state: 'queued',
        done: 0,
        total: 14,
        attempts: 0,
        run_after: at,
        owner: null,
        fence: 0,
        lease_until: null,
        error: null,
        created_at: at,
        updated_at: at,
      })
      .execute();
  });
  turn = { app, world, commentId, jobId };
});
afterAll(() => app.close());

function routesOf(layers: Layer[]): string[] {
  return layers.flatMap((layer) => {
    const { route } = layer;
    if (route) return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`);
    if (!layer.handle.stack) return [];
    if (!layer.slash) throw new Error('a router is mounted below a path: give its routes their whole paths');
    return routesOf(layer.handle.stack);
  });
}

function stackOf(express: Express): Layer[] {
  return (express.router as unknown as { stack: Layer[] }).stack;
}

test('every route has a row, and every row a route', () => {
  const routes = routesOf(stackOf(createApp(app.context)));
  expect(routes.length).toBeGreaterThan(8);
  expect(new Set(routes).size).toBe(routes.length);
  expect(Object.keys(MATRIX).sort()).toEqual([...routes].sort());
});

test('a route that nobody wrote a row for is noticed', () => {
  const extended = createApp(app.context);
  extended.get('/secret-door', (_req, res) => void res.end());
  expect(routesOf(stackOf(extended))).toContain('GET /secret-door');
});

describe('what each role gets', () => {
  test.each(Object.entries(MATRIX))('%s', async (route, row) => {
    const statuses: number[] = [];
    for (const index of ROLES.keys()) statuses.push(await statusOf(route, row, { ...turn, index }));
    expect(Object.fromEntries(ROLES.map((role, index) => [role, statuses[index]]))).toEqual(
      Object.fromEntries(ROLES.map((role, index) => [role, row.expected[index]])),
    );
  });
});

async function statusOf(route: string, row: Row, now: Turn): Promise<number> {
  const { world } = app;
  const people = [null, world.hadi, world.amal, world.noor, world.salma, world.dana, world.tarek];
  const visitor = await app.signIn(people[now.index]!);
  const [method = '', path = ''] = route.split(' ');
  const address = row.address ? await row.address(now) : path.replace(':id', idFor(path, now));
  const answer =
    method === 'GET'
      ? await visitor.get(address, row.headers)
      : row.form
        ? await visitor.post(address, row.form(now))
        : await visitor.send(method, address, { body: row.json?.(now) ?? {}, headers: row.headers });
  await answer.body?.cancel();
  return answer.status;
}

function idFor(path: string, { world, commentId, jobId }: Turn): string {
  if (path.startsWith('/projects/')) return world.projectId;
  if (path.startsWith('/documents/')) return world.documentId;
  if (path.startsWith('/segments/')) return world.segments[0]!;
  if (path.startsWith('/comments/')) return commentId;
  return jobId;
}
