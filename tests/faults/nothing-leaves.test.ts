/** What leaves the machine: nothing, until somebody downloads a model; then requests to that address and no other. Every process of the program is listened to. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { playHub, type PlayedHub } from '../support/hub.ts';
import { newPlace, settleIn, type Place } from '../support/program.ts';
import { ensureBuilt, visit } from '../support/workbench.ts';

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

test('signing in, importing, drafting, reading and looking at models connects to nothing, and DRAGOMAN_OFFLINE=1 keeps it so; a download connects to its address alone', async () => {
  const log = path.join(place.folder, 'connections.txt');
  const noted = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  const connections = () => noted().filter((line) => !line.startsWith('begin '));
  const listened = {
    NODE_OPTIONS: `--import ${path.join(projectRoot, 'tests/support/note-connections.mjs')}`,
    DRAGOMAN_CONNECTIONS: log,
    DRAGOMAN_HUB: hub.address,
  };
  const offline = await place.start({ ...listened, DRAGOMAN_OFFLINE: '1' });
  const me = await settleIn(offline);
  const home = await (await me.get('/')).text();
  const document = /\/documents\/[0-9a-f-]{36}/.exec(home)![0];
  await expect.poll(async () => (await me.get(document)).text(), { timeout: 75_000 }).toMatch(/data-number="14" data-state="draft"/);
  for (const address of ['/models', '/installation', `${document}/reading`, '/models/download']) expect((await me.get(address)).status).toBe(200);
  for (const act of ['list', 'start']) expect((await me.post(`/models/download/${act}`)).status).toBe(409);
  expect(place.dragoman(['models', 'add', 'Xenova/opus-mt-ar-en', '--yes'], { ...listened, DRAGOMAN_OFFLINE: '1' })).toMatchObject({ status: 13 });
  // The engine's process is listened to as well, and so was the command.
  expect(noted()).toEqual(expect.arrayContaining(['begin dragoman.js', 'begin child.js']));
  expect([connections(), hub.asked]).toEqual([[], []]);

  await offline.stop();
  const online = await place.start({ ...listened, DRAGOMAN_PORT: new URL(offline.url).port });
  const again = await visit(online.url, me.cookie);
  expect((await again.get('/models')).status).toBe(200);
  expect([connections(), hub.asked]).toEqual([[], []]);
  await again.post('/models/download/list');
  await again.post('/models/download/start', { dtype: 'q8' });
  await expect.poll(async () => ((await (await again.get('/models/download')).json()) as { state: string }).state, { timeout: 10_000 }).toBe('done');
  const { host } = new URL(hub.address);
  expect(new Set(connections())).toEqual(new Set([`connect ${host}`]));
  expect(hub.asked.every((line) => /^GET \/(api\/models|api\/resolve-cache|Xenova\/opus-mt-ar-en\/resolve|storage)\//.test(line))).toBe(true);
});
