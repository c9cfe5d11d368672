/** How much of an exported translation is the machine's. */
import { wordCount } from '../core/language/words.ts';
import { shareOfMachine } from '../core/diff/origins.ts';
import { takeTurns } from '../http/turns.ts';
import type { Paragraph } from './paragraphs.ts';

/**
 * The machine's share of the words in per cent, whole. 0 and 100 are kept for "none" and "all".
 * A translation without a draft is a person's. null: there are no words.
 */
export async function sharesOf(paragraphs: readonly Paragraph[]): Promise<{ machine: number } | null> {
  const giveWay = takeTurns();
  let [words, machine] = [0, 0];
  for (const { text, draft } of paragraphs.flatMap((paragraph) => paragraph.parts)) {
    await giveWay();
    const count = wordCount(text);
    words += count;
    machine += machineShare(draft, text) * count;
  }
  if (words === 0) return null;
  const exact = machine / words;
  if (exact === 0 || exact === 1) return { machine: exact * 100 };
  return { machine: Math.min(99, Math.max(1, Math.round(exact * 100))) };
}

/** Drafts that nobody touched are most of a fresh document, and need no comparing. */
function machineShare(draft: string | null, text: string): number {
  if (draft === null) return 0;
  return draft === text ? 1 : shareOfMachine(draft, text);
}
