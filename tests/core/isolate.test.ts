import { expect, test } from 'vitest';
import { isolated } from '../../server/core/language/isolate.ts';

test.each([
  ['rtl', '/srv/models/x', '\u2068/srv/models/x\u2069'],
  ['rtl', 'نموذج', 'نموذج'],
  ['rtl', '34', '34'],
  ['rtl', '/srv/модель', '\u2068/srv/модель\u2069'],
  ['rtl', '模型', '\u2068模型\u2069'],
  ['rtl', '\ufeb3\ufe8e', '\ufeb3\ufe8e'],
  ['ltr', '\ufeb3\ufe8e', '\u2068\ufeb3\ufe8e\u2069'],
  ['ltr', 'نموذج', '\u2068نموذج\u2069'],
  ['ltr', '/srv/models/x', '/srv/models/x'],
] as const)('a name in a sentence that runs %s is set apart only when it runs the other way: %s', (direction, name, expected) => {
  expect(isolated(name, direction)).toBe(expected);
});
