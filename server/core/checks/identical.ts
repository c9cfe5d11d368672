/** A target that is still its source. */
import { hasArabicLetters } from '../language/direction.ts';
import { SILENT, type Check } from './check.ts';

export const identical: Check = {
  id: 'identical',
  severity: 'high',
  standsAlone: true,
  run({ source, target }) {
    const isSame = source.text.trim() === target.text.trim() && hasArabicLetters(source.text);
    return isSame ? { found: [{ message: 'identical', target: { start: 0, end: target.text.length } }] } : SILENT;
  },
};
