import { describe, expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
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
});

describe('words of the program', () => {
  test('name only documents that exist', () => {
    const texts = ['server', 'public', 'views', 'scripts', 'translations']
      .flatMap((folder) => projectFiles(folder))
      .filter((file) => !/\.(woff2|svg|png)$/.test(file));
    const named = new Set(texts.flatMap((file) => readProjectFile(file).match(/\bdocs\/[\w/-]+\.md\b/g) ?? []));
    expect([...named].filter((name) => !projectFiles('docs').includes(name))).toEqual([]);
  });
});
