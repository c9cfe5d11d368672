/** How the program starts and stops, seen from outside. */
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPlace, settleIn, type Place } from '../support/program.ts';
import { ensureBuilt } from '../support/workbench.ts';

let place: Place;
beforeAll(ensureBuilt);
beforeEach(() => void (place = newPlace()));
afterEach(() => place.remove());

describe('starting', () => {
  test('prints the address and a one-time link first; the link works; a later start prints only the address', async () => {
    const first = await place.start();
    const lines = first
      .printed()
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.slice(0, 3).map((line) => line.trim())).toEqual([`Dragoman is ready at ${first.url}`, 'Open this link to begin (it works once):', first.link]);
    await settleIn(first);
    await first.stop();
    const second = await place.start();
    expect(second.link).toBeNull();
    expect(second.printed()).toContain('npx dragoman users link');
  });

  test('until somebody settled in, every start prints a link and takes the one before it back', async () => {
    const first = await place.start();
    await first.stop();
    const second = await place.start();
    expect((await fetch(new URL(new URL(first.link!).pathname, second.url))).status).toBe(410);
    expect((await fetch(second.link!)).status).toBe(200);
  });

  test('keeps its promises to the disk at the first start and at the second', async () => {
    const pragmas: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      await (await place.start()).stop();
      const log = readFileSync(place.dataFile('dragoman.log'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      pragmas.push(log.filter((line) => line['pragmas'] !== undefined)[time]!['pragmas']);
    }
    const promised = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 };
    expect(pragmas).toEqual([promised, promised]);
  });

  test('comes back after kill -9 with everything, and no lock stands in its way', async () => {
    const first = await place.start();
    const me = await settleIn(first);
    expect((await me.send('PUT', '/preferences/theme', { body: { value: 'dark' } })).status).toBe(204);
    await first.stop('SIGKILL');
    const second = await place.start();
    const answer = await fetch(second.url, { headers: { cookie: me.cookie.replace(/dragoman-\d+/, `dragoman-${new URL(second.url).port}`) } });
    expect(await answer.text()).toContain('data-theme="dark"');
  });
});

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('on %s ends streams and leaves with 0 within five seconds', async (signal) => {
    const server = await place.start();
    const me = await settleIn(server);
    const streams = await Promise.all([1, 2, 3].map(() => me.get('/events')));
    const { code, ms } = await server.stop(signal);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5000);
    await Promise.all(streams.map((stream) => stream.text()));
    expect(existsSync(place.dataFile('server.json'))).toBe(false);
  });

  test('answers every request it had accepted', async () => {
    const server = await place.start();
    const me = await settleIn(server);
    const saves = Array.from({ length: 40 }, (_, n) =>
      me.send('PUT', '/preferences/keys', { body: { value: { confirm: `F${(n % 12) + 1}` } } }).then(
        (answer) => answer.status,
        () => 'not accepted',
      ),
    );
    await Promise.race(saves);
    const { code } = await server.stop();
    const outcomes = await Promise.all(saves);
    expect(code).toBe(0);
    expect(outcomes.filter((outcome) => outcome !== 204 && outcome !== 'not accepted')).toEqual([]);
    expect(outcomes).toContain(204);
    const db = new BetterSqlite(place.dataFile('dragoman.db'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  test('does not wait for a client that never finishes its request', async () => {
    const server = await place.start();
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.on('error', () => undefined);
    socket.write('POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nlogin=');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { code, ms } = await server.stop();
    expect([code, ms < 5000]).toEqual([0, true]);
    socket.destroy();
  });
});
