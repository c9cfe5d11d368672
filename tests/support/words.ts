/** The words of the interface as they stand in translations/: flat, by their whole key. */
import { projectFiles, readProjectFile } from './project-files.ts';

export interface WordTree {
  [name: string]: string | WordTree;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

export function wordTree(locale: string): WordTree {
  return JSON.parse(readProjectFile(`translations/${locale}.json`)) as WordTree;
}

export function wordsOf(locale: string): Map<string, string> {
  return flatten(wordTree(locale));
}

/** Tags of all languages but English. */
export function otherLocales(): string[] {
  return projectFiles('translations', '.json')
    .map((file) => /([\w-]+)\.json$/.exec(file)![1]!)
    .filter((locale) => locale !== 'en');
}

/** A key without its plural form. */
export function baseOf(key: string): string {
  return key.replace(PLURAL, '');
}

export function pluralOf(key: string): string | null {
  return PLURAL.exec(key)?.[1] ?? null;
}

/** The tree with every text made into another. */
export function mapWords(tree: WordTree, change: (text: string) => string): WordTree {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, typeof value === 'string' ? change(value) : mapWords(value, change)]));
}

function flatten(tree: WordTree, start = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`${start}${name}`, value] as const] : [...flatten(value, `${start}${name}.`)],
    ),
  );
}
