/** Invisible signs of direction in the target, which English needs nowhere. */
import type { Check } from './check.ts';
import { findEach, replacing } from './helpers.ts';

const CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

export const bidiControl: Check = {
  id: 'bidi-control',
  severity: 'medium',
  readsRaw: true,
  run: ({ target }) =>
    findEach(target.raw, CONTROLS, ([signs], span) => ({ message: 'bidi-control', values: { count: signs.length }, target: span, fix: replacing(span, '') })),
};
