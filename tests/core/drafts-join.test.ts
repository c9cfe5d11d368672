import { describe, expect, test } from 'vitest';
import { joinSentences } from '../../server/core/drafts/join.ts';

/** `[one] [two]`: sentences in brackets, the rest lies between them. */
function read(marked: string): { source: string; spans: { start: number; end: number }[] } {
  const spans: { start: number; end: number }[] = [];
  let source = '';
  for (const char of marked) {
    if (char === '[') spans.push({ start: source.length, end: -1 });
    else if (char === ']') spans.at(-1)!.end = source.length;
    else source += char;
  }
  return { source, spans };
}

function joined(marked: string, drafts: (string | null)[]): { text: string; parts: string[] } {
  const { source, spans } = read(marked);
  const sentences = spans.flatMap((span, index) => (drafts[index] === null ? [] : [{ span, text: drafts[index]! }]));
  const { text, targetSpans } = joinSentences(source, sentences);
  return { text, parts: targetSpans.map(({ start, end }) => text.slice(start, end)) };
}

describe('drafts of sentences', () => {
  test.each([
    ['[أ.] [ب.]', ['A.', 'B.'], 'A. B.'],
    ['[أ.]\n\n[ب.]', ['A.', 'B.'], 'A.\n\nB.'],
    ['  [أ.]\u00a0[ب.] \n', ['A.', 'B.'], '  A.\u00a0B. \n'],
    ['[أ.][ب.]', ['A.', 'B.'], 'A. B.'],
    ['[أ. ][ب.]', ['A.', 'B.'], 'A. B.'],
    ['[أ.]\n\u200f\n[ب.]', ['A.', 'B.'], 'A.\n\nB.'],
    ['\ue001[أ.]\ue002 [ب.]\ue003', ['A.', 'B.'], '\ue001A.\ue002 B.\ue003'],
    ['[أ.]', ['A.'], 'A.'],
    ['', [], ''],
  ])('%j joins as its source does', (marked, drafts, text) => {
    expect(joined(marked, drafts)).toEqual({ text, parts: drafts });
  });

  test('a sentence without a draft is left out and its neighbours stand apart', () => {
    expect(joined('[أ.] [ب.]\n[ج.]', ['A.', null, 'C.'])).toEqual({ text: 'A. C.', parts: ['A.', 'C.'] });
    expect(joined('[أ.] [ب.]\n[ج.]', [null, 'B.', null]).parts).toEqual(['B.']);
  });
});
