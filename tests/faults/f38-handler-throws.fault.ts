import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Problem } from '../../server/core/api.ts';
import { projectRoot } from '../../server/project-root.ts';
import { MATRIX } from '../conventions/access-matrix.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, openPage } from './desk.ts';
import { report } from './run.ts';

/** While the file is there, every question to the database but the session's own throws what no code of ours expects. */
const preload = (flag: string) => `
const { existsSync } = require('node:fs');
const { prototype } = require(${JSON.stringify(path.join(projectRoot, 'node_modules/better-sqlite3'))});
const real = prototype.prepare;
prototype.prepare = function (sql) {
  if (!/"session"|"preference"/.test(sql) && existsSync(${JSON.stringify(flag)})) throw new TypeError('a mistake of the program, with a secret in it');
  return real.call(this, sql);
};`;

test('F38: a mistake in the handler of any route answers 500 with a number and no secret, and the next request is served', { timeout: 120_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  const place = mkdtempSync(path.join(tmpdir(), 'dragoman-mistake-'));
  const flag = path.join(place, 'now');
  try {
    writeFileSync(path.join(place, 'mistake.cjs'), preload(flag));
    const desk = await openDesk(dataDir, { env: { NODE_OPTIONS: `--require ${path.join(place, 'mistake.cjs')}` } });
    const outcomes: Record<string, number> = {};
    for (const route of Object.keys(MATRIX)) {
      if (route === 'POST /sign-out') continue;
      const [method, pattern] = route.split(' ') as [string, string];
      const address = pattern
        .replace(/^\/documents\/:id/, `/documents/${desk.documentId}`)
        .replace(/^\/segments\/:id/, `/segments/${desk.segmentIds[0]}`)
        .replaceAll(/:\w+/g, desk.documentId);
      writeFileSync(flag, '');
      const answer = await desk.client.send(method, address, {
        ...(method === 'GET' ? {} : { json: {} }),
        headers: { 'If-Match': '"none"', 'Idempotency-Key': crypto.randomUUID() },
        signal: AbortSignal.timeout(5_000),
      });
      // A stream that began says nothing more.
      const text = answer.headers.get('content-type')?.includes('event-stream') ? '' : await answer.text();
      rmSync(flag);
      outcomes[route] = answer.status;
      expect(`${route}: ${text}`).not.toMatch(/secret|node_modules|\bat \w+ \(/);
      if (answer.status === 500) expect((JSON.parse(text) as Problem).errorId).toMatch(/^[0-9A-F]{2}-[0-9A-F]{6}$/);
      expect([route, (await openPage(desk.client, '/')).status]).toEqual([route, 200]);
    }
    expect(existsSync(flag)).toBe(false);
    const failed = Object.values(outcomes).filter((status) => status === 500).length;
    report({
      fault: 'F38',
      what: 'the handler of each route throws',
      tries: Object.keys(outcomes).length,
      note: `${failed} answered 500 with a number, the others refused the request before that`,
    });
    expect(failed).toBeGreaterThan(20);
    expect(desk.server.process.exitCode).toBeNull();
    expect(await desk.server.stop()).toBe(0);
  } finally {
    rmSync(place, { recursive: true, force: true });
    remove();
  }
});
