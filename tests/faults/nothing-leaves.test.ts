/** What leaves the machine: nothing, until somebody downloads a model; then requests to that address and no other. Every process of the program is listened to. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { playHub, type PlayedHub } from '../support/hub.ts';
import { newPlace, settleIn, type Place } from '../support/program.ts';
import { ensureBuilt } from '../support/workbench.ts';

let place: Place;
let hub: PlayedHub;
beforeAll(async () => {
  await ensureBuilt();
  place = newPlace();
  hub = await playHub();
});
afterAll(async () => {
  await place.remove();
  await hub.close();
});

test(
  'signing in, importing, drafting, reading and looking at models connects to nothing; a download connects to its address alone',
  { timeout: 60_000 },
  async () => {
    const log = path.join(place.folder, 'connections.txt');
    const noted = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
    const connections = () => noted().filter((line) => !line.startsWith('begin '));
    const server = await place.start({
      NODE_OPTIONS: `--import ${path.join(projectRoot, 'tests/support/note-connections.mjs')}`,
      DRAGOMAN_CONNECTIONS: log,
      DRAGOMAN_HUB: hub.address,
    });
    const me = await settleIn(server);
    const home = await (await me.get('/')).text();
    const document = /\/documents\/[0-9a-f-]{36}/.exec(home)![0];
    await expect.poll(async () => (await me.get(document)).text(), { timeout: 40_000 }).toMatch(/data-number="14" data-state="draft"/);
    for (const address of ['/models', '/installation', `${document}/reading`, '/models/download']) expect((await me.get(address)).status).toBe(200);
    // The engine's process is listened to as well.
    expect(noted()).toEqual(expect.arrayContaining(['begin dragoman.js', 'begin child.js']));
    expect([connections(), hub.asked]).toEqual([[], []]);

    await me.post('/models/download/list');
    await me.post('/models/download/start', { dtype: 'q8' });
    await expect.poll(async () => ((await (await me.get('/models/download')).json()) as { state: string }).state, { timeout: 10_000 }).toBe('done');
    const { host } = new URL(hub.address);
    expect(new Set(connections())).toEqual(new Set([`connect ${host}`]));
    expect(hub.asked.every((line) => /^GET \/(api\/models|api\/resolve-cache|Xenova\/opus-mt-ar-en\/resolve|storage)\//.test(line))).toBe(true);
  },
);
