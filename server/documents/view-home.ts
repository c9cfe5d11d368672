/** The home page's numbers → what its template draws. */
import type { Mark } from '../core/states.ts';
import type { DocumentProgress, HomePage } from './home.ts';

/** Parts of the bar in order, by the colour of the words. */
const PARTS: readonly { fill: string; marks: readonly Mark[] }[] = [
  { fill: 'good', marks: ['translated', 'reviewed', 'final'] },
  { fill: 'edited', marks: ['edited'] },
  { fill: 'bad', marks: ['returned'] },
  { fill: 'memory', marks: ['memory'] },
  { fill: 'draft', marks: ['draft'] },
  { fill: 'line', marks: ['empty'] },
];
const GAP = 0.6;

export interface BarPart {
  fill: string;
  x: string;
  width: string;
}

export function documentView(document: DocumentProgress) {
  const { wordsByMark, words } = document;
  const confirmed = wordsByMark.translated + wordsByMark.reviewed + wordsByMark.final;
  return {
    ...document,
    bar: barOf(document),
    confirmed,
    isDone: words > 0 && confirmed === words,
    isUntouched: words === wordsByMark.empty,
    returned: wordsByMark.returned,
  };
}

export function homeView(page: HomePage) {
  const projects = page.projects.map((project) => ({ ...project, documents: project.documents.map(documentView) }));
  const newest = projects.flatMap((project) => project.documents)[0] ?? null;
  return { goOn: page.goOn, newest: newest && { id: newest.id, title: newest.titleTarget || newest.titleSource, segments: newest.segments }, projects };
}

/** Widths are SVG attributes, because a strict policy forbids style="". */
function barOf({ words, wordsByMark }: DocumentProgress): BarPart[] {
  let x = 0;
  const parts: BarPart[] = [];
  for (const { fill, marks } of PARTS) {
    const width = (marks.reduce((sum, mark) => sum + wordsByMark[mark], 0) / Math.max(words, 1)) * 100;
    if (width > 0) parts.push({ fill, x: x.toFixed(2), width: Math.max(width - GAP, 0).toFixed(2) });
    x += width;
  }
  return parts;
}
