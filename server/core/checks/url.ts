/** Web and mail addresses, which are the same in every language. */
import { SILENT, type Check, type Found } from './check.ts';
import { replacing } from './helpers.ts';
import type { Span } from '../model.ts';
import { ADDRESS, SITE } from './verbatim.ts';

const TRAIL = /[.,;:!?'’)\]]+$/;

interface Address extends Span {
  text: string;
}

export const url: Check = {
  id: 'url',
  severity: 'high',
  run({ source, target }) {
    const sites = [sitesIn(source.text), sitesIn(target.text)] as const;
    const here = [...addressesIn(source.text), ...sites[0]];
    const there = [...addressesIn(target.text), ...sites[1]];
    const missing = without(here, there);
    const spare = without(there, here);
    const extra = missing.length > 0 ? spare : spare.filter((address) => !sites[1].includes(address));
    if (missing.length === 0 && extra.length === 0) return { found: [], agreed: here.length };
    if (missing.length === 1 && extra.length === 1) return { found: [changed(missing[0]!, extra[0]!)], agreed: here.length - 1 };
    return { ...SILENT, found: [...missing.map(lost), ...extra.map(added)], agreed: here.length - missing.length };
  },
};

function addressesIn(text: string): Address[] {
  return placesOf(ADDRESS, text);
}

function sitesIn(text: string): Address[] {
  const within = addressesIn(text);
  return placesOf(SITE, text).filter(({ start }) => !within.some((address) => start >= address.start && start < address.end));
}

function placesOf(pattern: RegExp, text: string): Address[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const written = closedBracket(match[0]);
    return { text: written, start: match.index, end: match.index + written.length };
  });
}

/** Without the punctuation of the sentence; a bracket that the address itself opened stays. */
function closedBracket(written: string): string {
  const bare = written.replace(TRAIL, '');
  return bare.includes('(') && written[bare.length] === ')' ? `${bare})` : bare;
}

function without(these: readonly Address[], those: readonly Address[]): Address[] {
  const known = new Set(those.map(({ text }) => text.toLowerCase()));
  return these.filter(({ text }) => !known.has(text.toLowerCase()));
}

function changed(source: Address, target: Address): Found {
  return {
    message: 'url.differs',
    values: { source: source.text, target: target.text },
    source: spanOf(source),
    target: spanOf(target),
    fix: replacing(spanOf(target), source.text),
  };
}

function lost(address: Address): Found {
  return { message: 'url.missing', values: { source: address.text }, source: spanOf(address) };
}

function added(address: Address): Found {
  return { message: 'url.extra', values: { target: address.text }, target: spanOf(address) };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
