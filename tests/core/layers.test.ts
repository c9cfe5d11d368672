import { describe, expect, test } from 'vitest';
import { layersOf, tidyLayers, type LayerPart } from '../../server/core/diff/layers.ts';
import { article } from '../support/document.ts';

const drawn = (parts: LayerPart[]) =>
  parts.map(({ kind, by, text }) => (kind === 'same' ? text : `[${kind === 'added' ? '+' : '-'}${by![0]} ${text}]`)).join('');
const textOf = (parts: LayerPart[], keeps: (part: LayerPart) => boolean) =>
  parts
    .filter(keeps)
    .map(({ text }) => text)
    .join('');

describe('draft, translation and now as one text', () => {
  test('each change carries the hand that made it', () => {
    const parts = layersOf({ draft: 'Shuang will speak today.', translation: 'Shuang would speak today.', now: 'Geng would speak today.' });
    expect(drawn(tidyLayers(parts))).toBe('[-r Shuang] [+r Geng] [-t will] [+t would] speak today.');
  });

  test('a word of the translator that the reviewer took out is the reviewer’s removal', () => {
    const parts = layersOf({ draft: 'starting talks', translation: 'start talks', now: 'begin talks' });
    expect(drawn(tidyLayers(parts))).toBe('[-t starting] [-r start] [+r begin] talks');
  });

  test('an untouched draft has no changes', () => {
    expect(layersOf({ draft: 'Same.', translation: 'Same.', now: 'Same.' })).toEqual([{ kind: 'same', by: null, text: 'Same.' }]);
  });

  test('empty texts are nothing, or one change', () => {
    expect(layersOf({ draft: '', translation: '', now: '' })).toEqual([]);
    expect(layersOf({ draft: '', translation: '', now: 'New.' })).toEqual([{ kind: 'added', by: 'reviewer', text: 'New.' }]);
  });

  test('is exact for every paragraph of the article, whichever text stands where', () => {
    for (const [index, draft] of article.drafts.entries()) {
      const translation = article.english[index]!;
      const now = `${translation.replace(/China/g, 'Beijing').slice(0, -1)} indeed.`;
      const parts = layersOf({ draft, translation, now });
      expect(textOf(parts, ({ kind }) => kind !== 'removed')).toBe(now);
      expect(textOf(parts, ({ kind, by }) => !(kind === 'added' && by === 'reviewer') && !(kind === 'removed' && by === 'translator'))).toBe(translation);
    }
  });
});
