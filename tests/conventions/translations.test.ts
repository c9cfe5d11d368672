import { describe, expect, test } from 'vitest';
import { projectFiles, readProjectFile } from '../support/project-files.ts';

/** Where a short key stands for a long one: AppError keys live below `error.`, the browser's words below `client.`. */
const SHORTENED = ['', 'error.', 'client.'];
const PLURAL = /_(?:zero|one|two|few|many|other)$/;

const words = flatten(JSON.parse(readProjectFile('translations/en.json')) as Tree);
const keys = [...new Set([...words.keys()].map((key) => key.replace(PLURAL, '')))];
const sources = [...projectFiles('views', '.ejs'), ...projectFiles('server', '.ts'), ...projectFiles('public', '.ts')];

interface Tree {
  [name: string]: string | Tree;
}

describe('words on screen', () => {
  test.each(sources.map((file) => [file, keysAskedFor(file)] as const).filter(([, asked]) => asked.length > 0))(
    '%s asks only for words that exist',
    (_file, asked) => {
      expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
    },
  );

  test('none is unused', () => {
    const code = sources.map(readProjectFile).join('\n');
    const literals = new Set([...code.matchAll(/(['"`])([\w.-]+)\1/g)].map((match) => match[2]!));
    const prefixes = [...code.matchAll(/['"`]([\w-]+(?:\.[\w-]+)*\.)(?:\$\{|['"]\s*\+)/g)].map((match) => match[1]!);
    const isUsed = (key: string) =>
      SHORTENED.some(
        (start) => key.startsWith(start) && (literals.has(key.slice(start.length)) || prefixes.some((prefix) => key.slice(start.length).startsWith(prefix))),
      );
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });

  test('none is empty, and counted words come in one and other', () => {
    const counted = [...words.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ''));
    expect([...words].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
    expect(counted.filter((key) => !words.has(`${key}_one`) || !words.has(`${key}_other`))).toEqual([]);
  });

  test('placeholders are written {{name}}', () => {
    expect([...words].filter(([, text]) => /\{\{(?!\w+\}\})|(?<!\{)\{(?!\{)/.test(text)).map(([key]) => key)).toEqual([]);
  });
});

function flatten(tree: Tree, start = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`${start}${name}`, value] as const] : [...flatten(value, `${start}${name}.`)],
    ),
  );
}

/** Full keys a file asks for in words that can be read off: t('…'), word('…') and new AppError('code', '…'). */
function keysAskedFor(file: string): string[] {
  const code = readProjectFile(file);
  const all = (pattern: RegExp, start: string) => [...code.matchAll(pattern)].map((match) => start + match[1]!);
  return [
    ...all(/(?<![\w.])(?:\w+\.)?t\(\s*['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g, ''),
    ...all(/(?<![\w.])word\(\s*['"`]([\w.-]+)['"`]/g, 'client.'),
    ...all(/new AppError\(\s*'[\w-]+',\s*'([\w.-]+)'/g, 'error.'),
  ];
}
