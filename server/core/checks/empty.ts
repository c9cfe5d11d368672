/** A target with nothing to read. */
import { SILENT, type Check } from './check.ts';

const CONTENT = /[\p{L}\p{N}]/u;

export const empty: Check = {
  id: 'empty',
  severity: 'high',
  standsAlone: true,
  run: ({ source, target }) => (CONTENT.test(source.text) && target.text.trim() === '' ? { found: [{ message: 'empty' }] } : SILENT),
};
