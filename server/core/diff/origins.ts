/** Who the words of a text come from: the machine's draft, or the person who changed it. */
import { wordCount } from '../language/words.ts';
import { wordDiff } from './word-diff.ts';

export interface OriginRun {
  from: 'machine' | 'person';
  text: string;
}

/** The text in runs by origin; together they are exactly `text`. Marks take the origin of the word before them: marks under single commas are noise. */
export function wordOrigins(draft: string, text: string): OriginRun[] {
  const runs: OriginRun[] = [];
  for (const { kind, text: words } of wordDiff(draft, text)) {
    if (kind === 'removed') continue;
    const marks = runs.length > 0 ? /^[^\p{L}\p{N}]*/u.exec(words)![0] : '';
    if (marks !== '') runs.at(-1)!.text += marks;
    add(runs, { from: kind === 'same' ? 'machine' : 'person', text: words.slice(marks.length) });
  }
  return runs;
}

function add(runs: OriginRun[], run: OriginRun): void {
  const last = runs.at(-1);
  if (run.text === '') return;
  if (last?.from === run.from) last.text += run.text;
  else runs.push(run);
}

/** The share of each origin among the words of `text`, together 1; both 0 for a text without words. */
export function wordShares(draft: string, text: string): Record<OriginRun['from'], number> {
  const words = { machine: 0, person: 0 };
  for (const run of wordOrigins(draft, text)) words[run.from] += wordCount(run.text);
  const total = words.machine + words.person;
  return total === 0 ? words : { machine: words.machine / total, person: words.person / total };
}

/** The machine's share of the words of `text`, 0 to 1. */
export function shareOfMachine(draft: string, text: string): number {
  return wordShares(draft, text).machine;
}
