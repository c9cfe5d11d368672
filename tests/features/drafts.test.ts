import { readFileSync, rmSync, cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { joinSentences } from '../../server/core/drafts/join.ts';
import { checkCodes } from '../../server/core/inline/codes.ts';
import type { InlineCode } from '../../server/core/model.ts';
import { EngineLostError, ModelError } from '../../server/drafts/engine.ts';
import { createDrafts, explainDraftError, type Drafts } from '../../server/drafts/service.ts';
import { projectRoot } from '../../server/project-root.ts';
import { createEchoEngine } from '../support/echo-engine.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const article = readFileSync(path.join(projectRoot, 'samples/russia-china.ar.txt'), 'utf8').split('\n').filter(Boolean);
const background = { urgency: 'background' } as const;

const open: Drafts[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((drafts) => drafts.close()));
});

function createEcho(): Drafts {
  const drafts = createDrafts({ config: { modelDir: 'none', engine: { threads: 1, beams: 1 } }, log: createQuietLog(), engine: createEchoEngine() });
  open.push(drafts);
  return drafts;
}

describe('a text', () => {
  test('is drafted sentence by sentence and joined as it was', async () => {
    const source = 'وصل الوزير أمس.  وقال إنه متفائل!\nوغادر اليوم.';
    const drafted = await createEcho().draftText(source, [], background);
    expect(drafted.map(({ span }) => source.slice(span.start, span.end))).toEqual(['وصل الوزير أمس.', 'وقال إنه متفائل!', 'وغادر اليوم.']);
    expect(joinSentences(source, drafted).text).toBe('[en] وصل الوزير أمس.  [en] وقال إنه متفائل!\n[en] وغادر اليوم.');
    for (const { tokens, scores } of drafted) expect(scores).toHaveLength(tokens.length + 1);
  });

  test('is drafted in those sentences only that are asked for', async () => {
    const drafts = createEcho();
    const source = article[1]!;
    const all = await drafts.draftText(source, [], background);
    expect(all.length).toBeGreaterThan(1);
    expect(await drafts.draftText(source, [], { ...background, only: [all[1]!.span] })).toEqual([all[1]]);
    expect(await drafts.draftText(source, [], { ...background, only: [{ start: 0, end: 1 }] })).toEqual([]);
  });

  test('gets every inline code back, and the model never sees one', async () => {
    const codes: InlineCode[] = [
      { number: 1, kind: 'open', pair: 2, type: 'bold', data: '<b>' },
      { number: 2, kind: 'close', pair: 1, type: 'bold', data: '</b>' },
      { number: 3, kind: 'standalone', type: 'break', data: '<br>' },
    ];
    const source = 'وصل \ue001الوزير\ue002 إلى بكين. وغادر\ue003اليوم.';
    const drafted = await createEcho().draftText(source, codes, background);
    const { text } = joinSentences(source, drafted);
    expect(checkCodes(source, text, codes)).toEqual([]);
    expect(text.replace(/[\ue000-\uf8ff]/g, '')).toBe('[en] وصل الوزير إلى بكين. [en] وغادر اليوم.');
  });

  test.each(['', '   ', '\n\n'])('of nothing (%j) needs nothing', async (source) => expect(await createEcho().draftText(source, [], background)).toEqual([]));
});

describe('the state of the model', () => {
  test('missing: the program goes on, every page is told, a draft is refused, and it heals', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-model-'));
    const modelDir = path.join(folder, 'mine');
    const drafts = createDrafts({ config: { modelDir, engine: { threads: 1, beams: 1 } }, log: createQuietLog() });
    open.push(drafts);
    await expect.poll(() => drafts.status().state).toBe('missing');
    expect(drafts.notice()).toMatchObject({
      id: 'model',
      title: 'model.notice.missing',
      text: 'model.problem.missing',
      values: { model: 'mine', file: path.join(modelDir, 'config.json') },
    });
    const error: unknown = await drafts.draftText(article[0]!, [], background).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ModelError);
    expect(explainDraftError(error)).toEqual({ key: 'model-missing', pauses: true });
    const states: string[] = [];
    drafts.onStatus(({ state }) => states.push(state));
    cpSync(path.join(projectRoot, 'models/ar-en-starter'), modelDir, { recursive: true });
    expect((await drafts.facts()).name).toBe('mine');
    expect(states).toEqual(['idle']);
    expect(drafts.notice()).toBeNull();
    rmSync(folder, { recursive: true });
  });

  test('a lost engine is tried again, an unknown error is nobody’s to explain', () => {
    expect(explainDraftError(new EngineLostError('gone'))).toEqual({ key: 'engine-lost', pauses: false });
    expect(explainDraftError(new Error('other'))).toBeNull();
  });

  test('every problem has its words', () => {
    const words = JSON.parse(readFileSync(path.join(projectRoot, 'translations/en.json'), 'utf8')) as {
      job: { problem: object };
      model: { problem: object; notice: object };
    };
    for (const reason of ['missing', 'damaged', 'unloadable']) {
      expect(words.model.problem).toHaveProperty(reason);
      expect(words.model.notice).toHaveProperty(reason);
      expect(words.job.problem).toHaveProperty(`model-${reason}`);
    }
    for (const key of ['engine-lost', 'lost', 'failed']) expect(words.job.problem).toHaveProperty(key);
  });
});
