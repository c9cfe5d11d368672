import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { projectFiles, readProjectFile } from '../support/project-files.ts';

interface Rules {
  LINES: string[][];
  GROUND: string[];
}
const { LINES, GROUND } = (await import(path.join(projectRoot, '.dependency-cruiser.mjs'))) as Rules;

const TEXT_FILES = ['.ts', '.mjs', '.js', '.ejs', '.css', '.md', '.json', '.svg', '.html', '.yml'];
/** Spelled apart so that this file does not find itself. */
const OUTSIDE = [
  ['/wo', 'rk/'],
  ['/tm', 'p/h/'],
  ['sha', 'red/design'],
  ['sha', 'red/seeds'],
  ['sha', 'red/prototypes'],
].map((parts) => parts.join(''));
const OUTSIDE_TALK = [/\bissues? #?\d+\b/i, /\b(?:PRODUCT|ENGINE|TEXT|TRUST|UI)\.md\b/, /\bregistry\.(?!ts\b)[\w-]+\.\w/, /\/(?:home|Users)\/\w/];

describe('the house', () => {
  const rooms = readdirSync(path.join(projectRoot, 'server'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

  test('every room of server/ stands on a line of the import rules', () => {
    expect(rooms.map((room) => room.name).filter((name) => name !== 'cli' && !LINES.flat().includes(name))).toEqual([]);
  });

  test('every file that all rooms may use exists', () => {
    expect(GROUND.filter((file) => !projectFiles('server').includes(`server/${file}`))).toEqual([]);
  });

  test('docs/ARCHITECTURE.md prints the lines as they are enforced', () => {
    const page = readProjectFile('docs/ARCHITECTURE.md');
    expect(LINES.map((line) => line.join(' · ')).filter((line) => !page.includes(`\n${line}\n`))).toEqual([]);
  });

  test('docs/ARCHITECTURE.md has every room on its map', () => {
    const page = readProjectFile('docs/ARCHITECTURE.md');
    expect(rooms.map((room) => `\`server/${room.name}/\``).filter((room) => !page.includes(room))).toEqual([]);
  });

  test('file names are in kebab-case', () => {
    const ours = ['server', 'public', 'views', 'tests', 'scripts', 'bench', 'bin'].flatMap((folder) => projectFiles(folder));
    const names = ours.filter(
      (file) => !file.startsWith('tests/fixtures/') && path.posix.basename(file) !== 'README.md' && path.posix.basename(file) !== 'LICENSES',
    );
    expect(names.filter((file) => !/^_?[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(path.posix.basename(file)))).toEqual([]);
  });
});

describe('the text of the project speaks of the project', () => {
  const texts = projectFiles('.', ...TEXT_FILES).filter(
    (file) => file !== 'package-lock.json' && !file.startsWith('tests/fixtures/') && !file.startsWith('models/ar-en-starter/tokenizer'),
  );

  test.each(texts)('%s names no place and no paper outside it', (file) => {
    const text = readProjectFile(file);
    expect([...OUTSIDE.filter((place) => text.includes(place)), ...OUTSIDE_TALK.flatMap((pattern) => pattern.exec(text)?.[0] ?? [])]).toEqual([]);
  });
});
