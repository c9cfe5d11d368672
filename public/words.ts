/** Words of the interface in the browser: what stands below `client.` in translations/, sent with the page as JSON in #words. */
import { isolated } from '../server/core/language/isolate.ts';

export type WordValues = Record<string, string | number>;

interface WordTree {
  [key: string]: string | WordTree;
}

let tree: WordTree | null = null;
const plurals = new Intl.PluralRules(document.documentElement.lang || 'en');

function readTree(): WordTree {
  const element = document.getElementById('words');
  return element ? (JSON.parse(element.textContent || '{}') as WordTree) : {};
}

function find(key: string): string | null {
  tree ??= readTree();
  let here: string | WordTree | undefined = tree;
  for (const part of key.split('.')) {
    if (typeof here !== 'object') return null;
    here = here[part];
  }
  return typeof here === 'string' ? here : null;
}

const direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';

function isolate(value: string | number): string {
  return typeof value === 'string' ? isolated(value, direction) : String(value);
}

/** The sentence at `client.<key>`; `{{name}}` takes `values.name`, and `values.count` chooses the plural form. */
export function word(key: string, values: WordValues = {}): string {
  const { count } = values;
  const form = typeof count === 'number' ? (find(`${key}_${plurals.select(count)}`) ?? find(`${key}_other`)) : null;
  const found = form ?? find(key);
  if (found === null) {
    console.error(`no words for client.${key}`);
    return key;
  }
  return found.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => (name in values ? isolate(values[name]!) : whole));
}
