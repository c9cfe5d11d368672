import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, openPage, wait } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { report } from './run.ts';

const KILLS = 20;

test('F36: an export that is killed leaves a whole file or none, and no half one is ever served', { timeout: 180_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  const out = path.join(dataDir, 'edition.html');
  try {
    const desk = await openDesk(dataDir);
    for (const writer of desk.writers) await writer.writeOnce(desk.client);
    const began = performance.now();
    expect(dragoman(dataDir, 'export', desk.documentId, '--out', out).status).toBe(0);
    const takesMs = performance.now() - began;
    const whole = readFileSync(out);
    rmSync(out);
    let files = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const child = spawn(process.execPath, ['bin/dragoman.js', 'export', desk.documentId, '--out', out], { env: { ...process.env, DRAGOMAN_DATA: dataDir } });
      const gone = once(child, 'exit');
      await wait(takesMs * (0.5 + (0.6 * round) / KILLS));
      child.kill('SIGKILL');
      await gone;
      if (existsSync(out)) {
        files += 1;
        expect(readFileSync(out).equals(whole)).toBe(true);
        rmSync(out);
      }
    }
    // What was not finished has a name of its own.
    expect(readdirSync(dataDir).filter((name) => name.startsWith('edition') && !name.endsWith('.part'))).toEqual([]);
    // The server: its answer breaks off, or is whole.
    const asking = desk.client.send('POST', `/documents/${desk.documentId}/exports`, {
      headers: { Accept: 'text/html' },
      body: new URLSearchParams({ _csrf: desk.client.csrf, kind: 'bilingual' }),
    });
    const answer = await asking;
    const text = await answer.text();
    expect([answer.status, Number(answer.headers.get('content-length') ?? Buffer.byteLength(text))]).toEqual([200, Buffer.byteLength(text)]);
    expect((await openPage(desk.client, '/')).status).toBe(200);
    await desk.server.stop();
    report({ fault: 'F36', what: 'export killed', tries: KILLS, note: `${files} came to their end before the kill` });
  } finally {
    remove();
  }
});
