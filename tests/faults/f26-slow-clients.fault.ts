import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, percentile, save, until, wait, type Desk } from './desk.ts';
import { report } from './run.ts';

const SOCKETS = 500;

/** Sends the head of a request one byte a second. */
function trickle({ server }: Desk): Socket {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const bytes = `GET /healthz HTTP/1.1\r\nHost: ${hostname}:${port}\r\nX-Filler: ${'x'.repeat(500)}`;
  let sent = 0;
  const timer = setInterval(() => socket.writable && socket.write(bytes[(sent += 1)] ?? 'x'), 1000);
  socket.on('error', () => undefined);
  socket.resume();
  socket.on('close', () => clearInterval(timer));
  socket.write(bytes[0]!);
  return socket;
}

async function timesOfSaves(desk: Desk, seconds: number, round: number): Promise<number[]> {
  const times: number[] = [];
  let head: string | null = null;
  const segmentId = desk.segmentIds[round]!;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await wait(20)) {
    const began = performance.now();
    const answer = await save(desk.client, segmentId, `at ${began}`, { head });
    head = ((await answer.json()) as { revisionId: string }).revisionId;
    times.push(performance.now() - began);
  }
  return times;
}

test('F26: five hundred clients that send a byte a second slow nobody down, and are shut out within 30 s', { timeout: 120_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir);
    const calm = percentile(await timesOfSaves(desk, 4, 0), 95);
    const began = performance.now();
    const sockets = Array.from({ length: SOCKETS }, () => trickle(desk));
    await wait(1000);
    const slowed = percentile(await timesOfSaves(desk, 4, 1), 95);
    await until(() => sockets.every((socket) => socket.destroyed), 60_000);
    const closedAfter = performance.now() - began;
    report({
      fault: 'F26',
      what: '500 clients sending a byte a second',
      tries: SOCKETS,
      note: `p95 of saves ${calm.toFixed(1)} → ${slowed.toFixed(1)} ms, all shut out after ${Math.round(closedAfter / 1000)} s`,
    });
    expect(closedAfter).toBeLessThan(30_000);
    expect(slowed).toBeLessThan(Math.max(2 * calm, 50));
    await desk.server.stop();
  } finally {
    remove();
  }
});
