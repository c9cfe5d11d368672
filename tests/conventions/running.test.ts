import { describe, expect, test } from 'vitest';
import { EXIT, MEANINGS, type ExitName } from '../../server/cli/exit-codes.ts';
import { projectFiles, readProjectFile } from '../support/project-files.ts';

/** Only the test suite sets it. */
const NOT_FOR_PEOPLE = ['DRAGOMAN_TEST'];

const page = readProjectFile('docs/running.md');

describe('docs/running.md', () => {
  test('lists every setting and no other', () => {
    const known = new Set(readProjectFile('server/config.ts').match(/\bDRAGOMAN_[A-Z_]+\b/g));
    const listed = [...page.matchAll(/^\| `(DRAGOMAN_[A-Z_]+)` \|/gm)].map((match) => match[1]!);
    expect(listed.sort()).toEqual([...known].filter((name) => !NOT_FOR_PEOPLE.includes(name)).sort());
  });

  test('explains every exit code and no other', () => {
    const listed = [...page.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
    expect(listed).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });

  test('says of every exit code what help says', () => {
    const said = new Map([...page.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map((match) => [Number(match[1]), match[2]]));
    const names = (Object.keys(EXIT) as ExitName[]).filter((name) => name !== 'findings');
    expect(names.filter((name) => said.get(EXIT[name]) !== MEANINGS[name])).toEqual([]);
  });
});

describe('words of the program', () => {
  const texts = ['bin', 'bench', 'server', 'public', 'views', 'scripts', 'tests', 'translations'].flatMap((folder) =>
    projectFiles(folder, '.ts', '.mjs', '.js', '.ejs', '.json'),
  );

  test('name only documents that exist', () => {
    const named = new Set(texts.flatMap((file) => readProjectFile(file).match(/\bdocs\/[\w/-]+\.md\b/g) ?? []));
    expect([...named].filter((name) => !projectFiles('docs').includes(name))).toEqual([]);
  });

  test('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> };
    const named = new Set(texts.flatMap((file) => [...readProjectFile(file).matchAll(/\bnpm run ([\w-]+(?::[\w-]+)*)/g)].map((match) => match[1]!)));
    expect([...named].filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
