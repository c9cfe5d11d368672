/**
 * Whether our loop writes the same for many sentences at once, for each alone, and what `pipeline()` writes: 200 sentences, token for token. A difference
 * is allowed only where two tokens tie within 1e-4, and is counted. Too slow for `npm test`, which does the same with the twenty sentences of the article.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadOwnLoop } from '../server/drafts/engines/own-loop.ts';
import { projectRoot } from '../server/project-root.ts';
import { articleSentences, differencesOf, pipelineTokens, starter } from '../tests/support/starter-model.ts';

const TIE = 1e-4;
const source = { ...starter, threads: 2 };
const news = readFileSync(path.join(projectRoot, 'tests/fixtures/flores-dev/arabic.txt'), 'utf8').trim().split('\n');
const sentences = [...articleSentences(), ...news].slice(0, 200);

interface Draft {
  tokens: number[];
  scores: number[];
}

async function oneByOne(decode: (sentence: string) => Promise<Draft>): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const sentence of sentences) drafts.push(await decode(sentence));
  return drafts;
}

/** Hypotheses tie when their mean scores do. */
function compareBeams(alone: readonly Draft[], together: readonly Draft[]): { others: number[]; ties: number } {
  const meanOf = ({ scores }: Draft) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const different = alone.flatMap((draft, at) => (draft.tokens.join() === together[at]!.tokens.join() ? [] : [at]));
  const others = different.filter((at) => Math.abs(meanOf(alone[at]!) - meanOf(together[at]!)) >= TIE);
  return { others, ties: different.length - others.length };
}

function show(what: string, { others, ties }: { others: number[]; ties: number }): void {
  console.log(`${what.padEnd(52)} ${sentences.length - others.length - ties} of ${sentences.length} the same, ${ties} ties, ${others.length} different`);
  if (others.length > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  const decoder = await loadOwnLoop(source);
  const decode = (beams: number) => (sentence: string) => decoder.decode(sentence, { beams, isStrict: false, isUrgent: false, onStep: () => undefined });
  const tokensOf = (drafts: readonly Draft[]) => drafts.map(({ tokens }) => tokens);
  const theirs = await pipelineTokens(sentences, source);
  show('greedy, one by one, against pipeline()', await differencesOf(sentences, theirs, tokensOf(await oneByOne(decode(1)))));
  show('greedy, all at once, against pipeline()', await differencesOf(sentences, theirs, tokensOf(await Promise.all(sentences.map(decode(1))))));
  show('4 beams, all at once, against one by one', compareBeams(await oneByOne(decode(4)), await Promise.all(sentences.map(decode(4)))));
}

await main();
