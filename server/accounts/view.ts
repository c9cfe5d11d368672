/** One paragraph of the sample article, so that the first page shows a text and not a promise. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project-root.ts';

const SHOWN = 8;

export interface Welcome {
  source: string;
  number: number;
  total: number;
}

export function welcomeView(): Welcome {
  const paragraphs = readFileSync(path.join(projectRoot, 'samples', 'russia-china.ar.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return { source: paragraphs[SHOWN - 1] ?? '', number: SHOWN, total: paragraphs.length };
}
