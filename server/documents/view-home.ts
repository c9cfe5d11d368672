/** The home page's numbers → what its template draws. */
import { directionOf } from '../core/language/direction.ts';
import { may } from '../core/permissions.ts';
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

interface BarPart {
  fill: string;
  x: string;
  width: string;
}

/** A name in its language. */
interface Named {
  text: string;
  lang: string;
  dir: 'ltr' | 'rtl';
}

interface Languages {
  sourceLang: string;
  targetLang: string;
}

/** The English name once there is one, with the Arabic below it. */
export function namesOf(
  { titleSource, titleTarget }: Pick<DocumentProgress, 'titleSource' | 'titleTarget'>,
  { sourceLang, targetLang }: Languages,
): { title: Named; subtitle: Named | null } {
  const source: Named = { text: titleSource, lang: sourceLang, dir: directionOf(sourceLang) };
  return titleTarget ? { title: { text: titleTarget, lang: targetLang, dir: directionOf(targetLang) }, subtitle: source } : { title: source, subtitle: null };
}

function documentView(document: DocumentProgress, languages: Languages) {
  const { wordsByMark, words } = document;
  const confirmed = wordsByMark.translated + wordsByMark.reviewed + wordsByMark.final;
  return {
    ...document,
    ...namesOf(document, languages),
    bar: barOf(document),
    confirmed,
    isDone: words > 0 && confirmed === words,
    isUntouched: words === wordsByMark.empty,
    returned: wordsByMark.returned,
  };
}

export function homeView({ projects, goOn }: HomePage) {
  const shown = projects.map((project) => ({
    ...project,
    isManaged: may(project.roles, 'document.manage'),
    documents: project.documents.map((document) => documentView(document, project)),
  }));
  const documents = shown.flatMap((project) => project.documents);
  const last = goOn && documents.find((document) => document.id === goOn.documentId);
  return { projects: shown, newest: documents[0] ?? null, goOn: goOn && last ? { ...goOn, title: last.title } : null };
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
