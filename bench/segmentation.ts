/** How the time for sentences grows: 1 MB against 100 kB of news, of legal text and of nothing but stops, in one run. */
import { readFileSync } from 'node:fs';
import { exceptionsIn } from '../server/core/segmentation/exceptions.ts';
import { sentences } from '../server/core/segmentation/segmentation.ts';

const SMALL = 100_000;
const TIMES = 10;
const RUNS = 15;
const BAR = 12;

const ARTICLE = readFileSync('samples/russia-china.ar.txt', 'utf8');
const TEXTS: Readonly<Record<string, string>> = {
  'the article, again and again': ARTICLE,
  'the article as one paragraph': ARTICLE.replace(/\s+/g, ' '),
  'abbreviations and quotes': 'قال د. أحمد (ت. 505 هـ.): «هل تبعد 5 كم. عن ش.م.ل.؟» فأجابه أ. علي: «نعم...» [3] ',
  'no full stop at all': 'وفي صباح ذلك اليوم خرج الرجل من بيته مبكرا ',
  'nothing but stops': '. ',
};
const EXCEPTIONS = exceptionsIn(Array.from({ length: 500 }, (_, index) => `مختصر${index}.`).join('\n'));

let worst = 0;
for (const [name, piece] of Object.entries(TEXTS)) {
  const [small, large] = [filled(piece, SMALL), filled(piece, SMALL * TIMES)];
  const fastest = { small: Infinity, large: Infinity };
  for (let run = 0; run < RUNS; run++) {
    fastest.small = Math.min(fastest.small, cpuMs(small));
    fastest.large = Math.min(fastest.large, cpuMs(large));
  }
  const ratio = fastest.large / fastest.small;
  worst = Math.max(worst, ratio);
  console.log(`${name}: 1 MB takes ${ratio.toFixed(1)} × of 100 kB`);
}
console.log(`Worst ${worst.toFixed(1)} ×, bar ${BAR} ×: ${worst <= BAR ? 'held' : 'MISSED'}`);
if (worst > BAR) process.exitCode = 1;

function filled(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Time of this process alone; the best of several runs, since others on the machine only ever make it slower. */
function cpuMs(text: string): number {
  const start = process.cpuUsage();
  sentences(text, 'ar', EXCEPTIONS);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
