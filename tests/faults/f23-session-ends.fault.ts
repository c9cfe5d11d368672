import BetterSqlite from 'better-sqlite3';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientFor, makeDataFolder } from '../support/built-server.ts';
import { openDesk, save } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { report } from './run.ts';

test(
  'F23: a save whose session has ended is refused with 401, and the same save with its key is taken after signing in again',
  { timeout: 60_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    try {
      const desk = await openDesk(dataDir);
      const { client, server, segmentIds } = desk;
      const db = new BetterSqlite(path.join(dataDir, 'dragoman.db'));
      db.exec('delete from session');
      db.close();
      const key = crypto.randomUUID();
      const refused = await save(client, segmentIds[0]!, 'typed before', { key });
      expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ code: 'unauthenticated' }) as unknown]);

      const link = dragoman(dataDir, 'users', 'link').stdout.trim();
      const answer = await fetch(link, { method: 'POST', redirect: 'manual', headers: { Origin: server.url, 'Sec-Fetch-Site': 'same-origin' } });
      const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
      const page = await (await clientFor(server.url, cookie, '').send('GET', '/', { headers: { Accept: 'text/html' } })).text();
      const again = clientFor(server.url, cookie, /<meta name="csrf-token" content="([^"]+)"/.exec(page)?.[1] ?? '');
      for (let n = 0; n < 2; n += 1) {
        const taken = await save(again, segmentIds[0]!, 'typed before', { key });
        expect([taken.status, await taken.json()]).toEqual([200, expect.objectContaining({ text: 'typed before', revisionNumber: 1 }) as unknown]);
      }
      report({ fault: 'F23', what: 'session deleted while typing', tries: 1, acknowledged: 1, lost: 0, duplicated: 0 });
      await server.stop();
    } finally {
      remove();
    }
  },
);
