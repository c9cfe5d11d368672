/** A number told in words, as read so far. The grammars of the languages say which word may follow which; this adds up. */
import type { Span } from '../model.ts';

/** A run of number words and the whole number it tells. The span is of the folded text that was given. */
export interface NumberWords extends Span {
  value: number;
}

const THOUSAND = 1000;

export class NumberPhrase {
  private total = 0;
  private current = 0;
  private lastScale = Infinity;
  private readonly start: number;
  private end: number;

  constructor(start: number) {
    this.start = start;
    this.end = start;
  }

  /** Adds less than a thousand. False, and nothing happens, where the number cannot go on so: five, six are two numbers. */
  add(value: number, end: number): boolean {
    if (this.current !== 0 && !joins(this.current, value)) return false;
    this.current += value;
    this.end = end;
    return true;
  }

  /** A hundred, alone or of the units before it; false where neither fits. */
  hundred(end: number): boolean {
    if (this.current >= 100) return false;
    this.current = (this.current || 1) * 100;
    this.end = end;
    return true;
  }

  /** `times` a thousand, a million …: of what stands before when `times` is not given. Scales only fall. */
  scale(scale: number, end: number, times = this.current || 1): boolean {
    if (scale >= this.lastScale) return false;
    this.total += times * scale;
    this.current = 0;
    this.lastScale = scale;
    this.end = end;
    return true;
  }

  /** Years read in two halves: nineteen ninety-five. */
  century(end: number): boolean {
    if (this.total > 0 || this.current < 11 || this.current > 99) return false;
    this.total = this.current * 100;
    this.current = 0;
    this.lastScale = THOUSAND;
    this.end = end;
    return true;
  }

  read(): NumberWords {
    return { start: this.start, end: this.end, value: this.total + this.current };
  }
}

/** Whether less than a hundred goes on with what was read: (one hundred) five, twenty three, or, units first as in Arabic, three and twenty. */
function joins(current: number, value: number): boolean {
  const tens = current % 100;
  if (tens === 0) return value < 100;
  if (value < 10) return tens >= 20 && tens % 10 === 0;
  return tens < 10 && value < 100 && value % 10 === 0;
}
