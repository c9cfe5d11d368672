import { expect, test } from 'vitest';
import type { Problem, TargetView } from '../../server/core/api.ts';
import { clientFor, makeDataFolder, type Client } from '../support/built-server.ts';
import { openDesk, openPage, readDatabase, save, type Desk } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { report, tries } from './run.ts';

const ROUNDS = tries(50, 5);

/** A second person, by an invitation from the command line. */
async function invite({ server }: Desk, dataDir: string): Promise<Client> {
  const link = dragoman(dataDir, 'users', 'invite', '--project', projectName(dataDir), '--role', 'translator').stdout.trim();
  const answer = await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: server.url, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ name: 'Rima', login: 'rima', password: 'three short words' }),
  });
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const page = await (await openPage(clientFor(server.url, cookie, ''), '/')).text();
  return clientFor(server.url, cookie, /<meta name="csrf-token" content="([^"]+)"/.exec(page)?.[1] ?? '');
}

function projectName(dataDir: string): string {
  return /These exist: (.*?)\.$/m.exec(dragoman(dataDir, 'users', 'invite', '--project', 'none of these', '--role', 'translator').stderr)![1]!;
}

test('F17: of two people who save over the same version one is told, and both texts are there', { timeout: 120_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir);
    const rima = await invite(desk, dataDir);
    const segmentId = desk.segmentIds[0]!;
    let head: string | null = null;
    const written: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const texts = [`mine ${round}`, `hers ${round}`];
      const answers = await Promise.all([save(desk.client, segmentId, texts[0]!, { head }), save(rima, segmentId, texts[1]!, { head })]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const [winner, loser] = answers[0].status === 200 ? answers : [answers[1], answers[0]];
      const saved = (await winner.json()) as TargetView;
      const refused = (await loser.json()) as Problem;
      expect(refused.current?.revisionId).toBe(saved.revisionId);
      expect(refused.sideRevisionId).toMatch(/^[\w-]{36}$/);
      head = saved.revisionId;
      written.push(...texts);
    }
    const kept = new Set(
      readDatabase(dataDir, (db) => db.prepare<[], string>('select text from revision union all select text from side_revision').pluck().all()),
    );
    const lost = written.filter((text) => !kept.has(text));
    report({ fault: 'F17', what: 'two people save over the same version', tries: ROUNDS, acknowledged: written.length, lost: lost.length, duplicated: 0 });
    expect(lost).toEqual([]);
    await desk.server.stop();
  } finally {
    remove();
  }
});
