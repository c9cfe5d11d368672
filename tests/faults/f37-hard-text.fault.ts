import { expect, test } from 'vitest';
import type { Problem, RowView, TargetView } from '../../server/core/api.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, reopenDesk, save } from './desk.ts';
import { report } from './run.ts';

const KEPT = [
  '',
  ' ',
  'a\u202Eb\u202Cc \u2066left\u2069 \u2067right\u2069',
  '👨‍👩‍👧‍👦 e\u0301 ﷺ \u200D\u200C\u200F\u200E',
  'Ordinary 123, ١٢٣, ۱۲۳ and 1٢3',
  '<script>alert(1)</script> & <%= 1 %> {{x}} ${y}',
  `tab\tline\nbreak\r\nend\u2028\u2029\u0085`,
  'x'.repeat(65_536),
  'ك'.repeat(65_536),
  '\u{10FFFF}\uFFFD\uFEFF',
];
const REFUSED = ['with\u0000NUL', '\ud800 alone', 'alone \udfff', 'x'.repeat(65_537)];

test('F37: hard text comes back as it was sent, also after a restart, or is refused with 422 and the reason', { timeout: 60_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir, { writers: KEPT.length });
    const heads: (string | null)[] = [];
    for (const [index, text] of KEPT.entries()) {
      // A first text, so that even an empty one is a change.
      const first = (await (await save(desk.client, desk.segmentIds[index]!, 'first')).json()) as TargetView;
      const answer = await save(desk.client, desk.segmentIds[index]!, text, { head: first.revisionId });
      expect([index, answer.status]).toEqual([index, 200]);
      heads.push(((await answer.json()) as TargetView).revisionId);
    }
    for (const text of REFUSED) {
      const answer = await save(desk.client, desk.segmentIds[0]!, text, { head: heads[0] });
      expect([text.slice(0, 10), answer.status, (await answer.json()) as Problem]).toEqual([
        text.slice(0, 10),
        422,
        expect.objectContaining({ code: 'invalid', message: expect.stringMatching(/\w+/) as string }) as unknown,
      ]);
    }
    await desk.server.stop('SIGKILL');
    await reopenDesk(desk, dataDir);
    for (const [index, text] of KEPT.entries()) {
      const row = (await (await desk.client.send('GET', `/segments/${desk.segmentIds[index]}`)).json()) as RowView;
      expect(row.target.text === text, `text ${index}`).toBe(true);
    }
    await desk.server.stop();
    report({ fault: 'F37', what: 'hard text', tries: KEPT.length + REFUSED.length, acknowledged: KEPT.length, lost: 0 });
  } finally {
    remove();
  }
});
