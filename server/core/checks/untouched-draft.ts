/** A target that is the draft as the machine made it. No fault: a reader may want to know. */
import { SILENT, type Check } from './check.ts';

const LEAST_WORDS = 5;

export const untouchedDraft: Check = {
  id: 'untouched-draft',
  severity: 'info',
  run: ({ draft, target }) =>
    draft !== null && draft.text.trim() === target.text.trim() && target.words.length >= LEAST_WORDS ? { found: [{ message: 'untouched-draft' }] } : SILENT,
};
