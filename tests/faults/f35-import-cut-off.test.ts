import { once } from 'node:events';
import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { makeDataFolder, settle, startBuiltServer, type BuiltServer, type Client } from '../support/built-server.ts';

const PARAGRAPH = 'ذهب الولد إلى المدرسة في الصباح. عاد في المساء ونام مبكرا.\n';

function multipart(csrf: string, projectId: string, text: string): { body: Buffer; type: string } {
  const boundary = 'dragoman-test-boundary';
  const field = (name: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="long.txt"\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`;
  return {
    body: Buffer.from(`${field('_csrf', csrf)}${field('project', projectId)}${file}--${boundary}--\r\n`),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

function counts(dataDir: string): Record<string, number> {
  const db = new BetterSqlite(path.join(dataDir, 'dragoman.db'), { readonly: true });
  try {
    return Object.fromEntries(
      ['document', 'source_version', 'block', 'segment', 'target'].map((table) => [
        table,
        (db.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n,
      ]),
    );
  } finally {
    db.close();
  }
}

function projectOf(dataDir: string): string {
  const db = new BetterSqlite(path.join(dataDir, 'dragoman.db'), { readonly: true });
  try {
    return (db.prepare('select id from project limit 1').get() as { id: string }).id;
  } finally {
    db.close();
  }
}

/** Sends the head and a share of the body, then cuts the line. */
async function sendHalf(server: BuiltServer, client: Client, upload: { body: Buffer; type: string }): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `POST /imports HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${server.url}\r\nSec-Fetch-Site: same-origin\r\nCookie: ${client.cookie}\r\nContent-Type: ${upload.type}\r\nContent-Length: ${upload.body.length}\r\n\r\n`,
  );
  socket.write(upload.body.subarray(0, upload.body.length / 2));
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.destroy();
}

test('F35: an upload cut off half-way, and a server killed during an import, leave no half document', async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const server = await startBuiltServer(dataDir);
    const { client } = await settle(server);
    let before = counts(dataDir);
    const filesBefore = readdirSync(dataDir).sort();
    await sendHalf(server, client, multipart(client.csrf, projectOf(dataDir), PARAGRAPH.repeat(20_000)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(counts(dataDir)).toEqual(before);
    expect(readdirSync(dataDir).sort()).toEqual(filesBefore);

    const control = multipart(client.csrf, projectOf(dataDir), PARAGRAPH.repeat(10));
    const whole = await client.send('POST', '/imports', { body: new Uint8Array(control.body), headers: { 'Content-Type': control.type, Accept: 'text/html' } });
    expect(whole.status).toBe(303);
    expect(counts(dataDir)['segment']).toBe(before['segment']! + 10);
    before = counts(dataDir);

    const upload = multipart(client.csrf, projectOf(dataDir), PARAGRAPH.repeat(15_000));
    const importing = client.send('POST', '/imports', { body: new Uint8Array(upload.body), headers: { 'Content-Type': upload.type } }).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await server.stop('SIGKILL');
    await importing;
    const again = await startBuiltServer(dataDir);
    const after = counts(dataDir);
    const isWhole = after['document'] === before['document']! + 1 && after['segment'] === before['segment']! + 15_000;
    expect(isWhole || JSON.stringify(after) === JSON.stringify(before)).toBe(true);
    await again.stop();
  } finally {
    remove();
  }
});
