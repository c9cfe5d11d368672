import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { wordCount } from '../../server/core/language/words.ts';
import { sentences } from '../../server/core/segmentation/segmentation.ts';
import type { Decoder } from '../../server/drafts/decoder.ts';
import type { Translation } from '../../server/drafts/engine.ts';
import { loadOwnLoop } from '../../server/drafts/engines/own-loop.ts';
import { isLooping } from '../../server/drafts/guards.ts';
import { translateSentence } from '../../server/drafts/translate.ts';
import { projectRoot } from '../../server/project-root.ts';
import { starter } from '../support/starter-model.ts';

const words = readFileSync(path.join(projectRoot, 'samples/russia-china.ar.txt'), 'utf8')
  .replace(/[.…؟!:“”]/g, ' ')
  .trim()
  .split(/\s+/);

const TEXTS: Record<string, string> = {
  'a menu': 'الرئيسية | أخبار | اقتصاد | رياضة | ثقافة وفن | صور | فيديو | من نحن | اتصل بنا',
  'a list': '١. تفاح\n٢. برتقال\n٣. موز\n٤. خبز\n٥. حليب',
  'a list in one line': '- الصين - روسيا - الهند - البرازيل - جنوب أفريقيا - إيران - مصر - السعودية',
  'lines of one word': 'نعم\nلا\nربما\nشكرا\nالسلام',
  'one word': 'مستشفيات',
  'one letter': 'و',
  numbers: '١٢٣٤٥ ٦٧٨٩٠ ١٬٢٣٤٫٥٦ ٢٠٢٣/٠٥/٢٣ ٪٤٥',
  'numbers with words': 'ارتفع السعر بنسبة ١٢٫٥٪ إلى ١٬٢٣٤ دولارا في ٢٠٢٣',
  'an address': 'https://example.org/ar/%D8%A7?x=1&y=2',
  'an address among words': 'للمزيد زوروا https://example.org/صفحة أو راسلونا على news@example.org',
  'Latin text': 'Breaking news: Russia and China sign a new agreement (Reuters)',
  'mixed scripts': 'أعلنت شركة OpenAI إطلاق GPT-4 في 14 مارس، وقال Sam Altman إن الـ API متاح 现在 для всех',
  'empty lines': '\n\n   \n\u200f\n\t\n',
  'text between empty lines': '\n\nوصل الوزير إلى بكين.\n\n\nغادر الوزير بكين.\n\n',
  'the same word many times': 'لا '.repeat(40),
  'marks and signs': '«»؟!…،؛ — – • ★ ✓ 😀',
  'a sentence of ninety words': words.slice(0, 90).join(' '),
  'six hundred tokens': words.slice(0, 330).join(' '),
  'a word without end': 'مستشفى'.repeat(60),
  'marks of direction and vowels': '\u202bالْعَرَبِيَّةُ\u202c \u200eلُغَةٌ\u200f جَمِيلَةٌ',
};

describe('with beams', () => {
  const beams = 2;
  let decoder: Decoder;
  beforeAll(async () => {
    decoder = await loadOwnLoop(starter);
  });

  test.each(Object.keys(TEXTS))('%s: nothing is cut, loops or stays Arabic without a flag', async (name) => {
    const text = TEXTS[name]!;
    const read: string[] = [];
    const listening: Decoder = { ...decoder, decode: (piece, options) => (options.isStrict || read.push(piece), decoder.decode(piece, options)) };
    const parts = sentences(text, 'ar').map(({ start, end }) => text.slice(start, end));
    const drafts = await Promise.all(parts.map((part) => translateSentence(listening, part, { beams, isUrgent: false, onStep: () => undefined })));
    for (const [at, draft] of drafts.entries()) expectFlagged(parts[at]!, draft);
    expect(read.every((piece) => decoder.countTokens(piece) <= 200)).toBe(true);
    expectAllWasRead(parts, drafts, read);
  });
});

function expectFlagged(source: string, { flags, scores, text, tokens }: Translation): void {
  if (source.trim() === '') expect(text).toBe('');
  if (isLooping(text) && !isLooping(source)) expect(flags).toContain('loop');
  if (/(?=\p{L})\p{Script=Arabic}/u.test(text)) expect(flags).toContain('leftover-arabic');
  if (text === '' && wordCount(source) > 0) expect(flags).toContain('empty');
  if (wordCount(source) > 100) expect(flags).toContain('cut-for-model');
  expect([0, tokens.length + 1]).toContain(scores.length);
}

/** What the model was not asked about was passed through, whole. */
function expectAllWasRead(parts: readonly string[], drafts: readonly Translation[], read: readonly string[]): void {
  const asked = read.join('').replace(/\s/g, '');
  const passed = parts.filter((_, at) => drafts[at]!.tokens.length === 0 && !drafts[at]!.flags.includes('empty'));
  const all = parts.join('').replace(/\s/g, '');
  expect(asked.length + passed.join('').replace(/\s/g, '').length).toBe(all.length);
}
