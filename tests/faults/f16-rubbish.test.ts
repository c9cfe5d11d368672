import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { TINY, writeRandomMarian } from '../support/random-marian.ts';
import { openDesk, readDatabase, until } from './desk.ts';
import { report } from './run.ts';

test('F16: what a model without any sense writes is flagged, and each row says what is wrong with its draft', { timeout: 120_000 }, async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'dragoman-rubbish-'));
  const model = path.join(place, 'rubbish');
  writeRandomMarian(model, TINY);
  const { dataDir, remove } = makeDataFolder();
  const desk = await openDesk(dataDir, { writers: 6, env: { DRAGOMAN_MODEL: model } });
  try {
    const flagsOf = () => readDatabase(dataDir, (db) => db.prepare<[], string>('select flags from draft').pluck().all());
    await until(() => flagsOf().length >= 6, 60_000);
    const flags = flagsOf().map((each) => JSON.parse(each) as string[]);
    expect(flags.every((each) => each.length > 0)).toBe(true);
    const words = (JSON.parse(readFileSync('translations/en.json', 'utf8')) as { client: { draft: { flag: Record<string, string> } } }).client.draft.flag;
    const page = await (await desk.client.send('GET', `/documents/${desk.documentId}`, { headers: { Accept: 'text/html' } })).text();
    for (const flag of flags.flat()) expect(page).toContain(words[flag]);
    const isTouched = readDatabase(dataDir, (db) => db.prepare<[], number>("select count(*) from target where state <> 'initial'").pluck().get()!);
    expect(isTouched).toBe(0);
    report({ fault: 'F16', what: 'a model that writes rubbish', tries: flags.length, note: [...new Set(flags.flat())].join(', ') });
  } finally {
    await desk.server.stop();
    remove();
    rmSync(place, { recursive: true });
  }
});
