import { describe, expect, test } from 'vitest';
import { EngineLostError, type Translation, type TranslateOptions } from '../../server/drafts/engine.ts';
import { RequestQueue, type Task } from '../../server/drafts/queue.ts';

const background: TranslateOptions = { settings: { beams: 1 }, urgency: 'background' };
const interactive: TranslateOptions = { ...background, urgency: 'interactive' };
const done = (text: string): Translation => ({ text, tokens: [], scores: [], links: [], flags: [] });
const sentencesOf = (tasks: readonly Task[]) => tasks.map(({ sentence }) => sentence);
const ignore = () => undefined;

describe('requests that wait for the engine', () => {
  test('take turns: a second document need not wait for the whole of the first', () => {
    const queue = new RequestQueue();
    queue.add(['a1', 'a2', 'a3', 'a4'], background).catch(ignore);
    queue.add(['b1', 'b2'], background).catch(ignore);
    expect(sentencesOf(queue.take([], 5))).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  test('of one caller take its turns together: three paragraphs of a short text come as often as fifty of a long one', () => {
    const queue = new RequestQueue();
    for (const paragraph of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']) queue.add([paragraph], { ...background, caller: 'long' }).catch(ignore);
    expect(sentencesOf(queue.take([], 2))).toEqual(['a1', 'a2']);
    for (const paragraph of ['b1', 'b2']) queue.add([paragraph], { ...background, caller: 'short' }).catch(ignore);
    expect(sentencesOf(queue.take([], 5))).toEqual(['b1', 'a3', 'b2', 'a4', 'a5']);
  });

  test('of people come first, also where there is no room any more', () => {
    const queue = new RequestQueue();
    queue.add(['a1', 'a2'], background).catch(ignore);
    queue.add(['p1', 'p2'], interactive).catch(ignore);
    expect(sentencesOf(queue.take([], 1))).toEqual(['p1', 'p2']);
    expect(sentencesOf(queue.take([], 1))).toEqual(['a1']);
  });

  test('are answered in order, however their sentences come back', async () => {
    const queue = new RequestQueue();
    const answer = queue.add(['one', 'two', 'three'], background);
    for (const task of queue.take([], 9).reverse()) queue.finish(task, done(task.sentence));
    expect((await answer).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(queue.isEmpty).toBe(true);
  });

  test('whose process was lost are tried again each alone, and refused when a second one is lost', async () => {
    const queue = new RequestQueue();
    const harmless = queue.add(['harmless'], background);
    const deadly = queue.add(['deadly'], background);
    queue.add(['waiting'], background).catch(ignore);
    queue.takeBack(queue.take([], 2), new EngineLostError('first'));
    const [first] = queue.take([], 9);
    expect(first!.sentence).toBe('harmless');
    expect(queue.take([first!], 9)).toEqual([]);
    queue.finish(first!, done('fine'));
    const suspect = queue.take([], 9);
    expect(sentencesOf(suspect)).toEqual(['deadly']);
    queue.takeBack(suspect, new EngineLostError('second'));
    await expect(deadly).rejects.toThrow('second');
    expect((await harmless)[0]!.text).toBe('fine');
    expect(sentencesOf(queue.take([], 9))).toEqual(['waiting']);
  });

  test('that were given up are not tried again', async () => {
    const queue = new RequestQueue();
    const controller = new AbortController();
    const answer = queue.add(['one'], { ...background, signal: controller.signal });
    queue.takeBack(queue.take([], 9), new EngineLostError('lost'));
    controller.abort(new Error('changed my mind'));
    await expect(answer).rejects.toThrow('changed my mind');
    expect(queue.isEmpty).toBe(true);
    expect(queue.take([], 9)).toEqual([]);
  });
});
