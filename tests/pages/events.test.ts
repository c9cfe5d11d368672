import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { appendChange } from '../../server/db/changes.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

let app: TestApp;
let amal: Visit;
beforeAll(async () => {
  app = await startApp();
  amal = await app.signIn(app.world.amal);
});
afterAll(() => app.close());

describe('the stream of changes', () => {
  async function listen(visitor: Visit, headers: Record<string, string> = {}) {
    const answer = await visitor.get('/events', headers);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const pump = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) heard += part.value;
      heard += '<end>';
    })();
    return {
      answer,
      heard: () => heard,
      until: (pattern: RegExp) => vi.waitFor(() => expect(heard).toMatch(pattern), { timeout: 15_000, interval: 10 }),
      stop: () => Promise.all([reader.cancel(), pump]),
    };
  }
  const tell = (note: string) =>
    app.context.db.write((tx) =>
      appendChange(tx, {
        projectId: app.world.projectId,
        documentId: app.world.documentId,
        segmentId: null,
        kind: 'document.changed',
        personId: app.world.amal,
        data: { note },
      }),
    );

  const members = (change: 'join' | 'leave') =>
    app.context.db.write(async (tx) => {
      if (change === 'join')
        await tx.insertInto('membership').values({ project_id: app.world.projectId, person_id: app.world.hadi, roles: '["translator"]' }).execute();
      else await tx.deleteFrom('membership').where('project_id', '=', app.world.projectId).where('person_id', '=', app.world.hadi).execute();
    });

  test('tells members what happened', async () => {
    const noor = await listen(await app.signIn(app.world.noor));
    expect(noor.answer.headers.get('content-type')).toBe('text/event-stream');
    expect(noor.answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const { position, seq } = await tell('hello');
    await noor.until(/hello/);
    expect(noor.heard()).toContain(`id: ${position}\nevent: document.changed\ndata: {"seq":${seq},`);
    await noor.stop();
  });

  test('asks with every change who is a member still', async () => {
    const noor = await listen(await app.signIn(app.world.noor));
    const hadi = await listen(await app.signIn(app.world.hadi));
    await tell('first');
    await noor.until(/first/);
    expect(hadi.heard()).not.toContain('first');
    await members('join');
    await tell('second');
    await hadi.until(/second/);
    await members('leave');
    await tell('third');
    await noor.until(/third/);
    await tell('fourth');
    await noor.until(/fourth/);
    expect(hadi.heard()).not.toMatch(/third|fourth/);
    await Promise.all([noor.stop(), hadi.stop()]);
  });

  test('goes on where a browser was', async () => {
    await tell('known already');
    const { seq } = await tell('missed');
    const stream = await listen(amal, { 'last-event-id': String(seq - 1) });
    await stream.until(/missed/);
    expect(stream.heard()).not.toMatch(/known already|set-back/);
    await stream.stop();
  });

  test('tells a browser that saw what is no part of the log, since a backup was put in place, and goes on from the newest', async () => {
    const { position, seq } = await tell('of this history');
    const [, moment] = position.split('-');
    for (const elsewhere of [`${seq + 100}-${moment}`, `${seq}-${Number(moment) + 1}`]) {
      const stream = await listen(amal, { 'last-event-id': elsewhere });
      await stream.until(/set-back/);
      expect(stream.heard()).toContain(`event: set-back\nid: ${position}\n`);
      await stream.stop();
    }
    const stream = await listen(amal, { 'last-event-id': position });
    await tell('next');
    await stream.until(/next/);
    expect(stream.heard()).not.toContain('set-back');
    await stream.stop();
  });

  test('ends when the session does', async () => {
    const visitor = await app.signIn(app.world.noor);
    const stream = await listen(visitor);
    await stream.until(/retry/);
    await visitor.post('/sign-out');
    await tell('too late');
    await stream.until(/<end>/);
    expect(stream.heard()).not.toContain('too late');
  });
});
