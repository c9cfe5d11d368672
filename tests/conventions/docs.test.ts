import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { projectFiles, readProjectFile } from '../support/project-files.ts';

const FOLDERS = ['.ci', 'bench', 'bin', 'docs', 'models', 'public', 'samples', 'scripts', 'server', 'tests', 'translations', 'views'];
const PLACE = new RegExp(`^(?:${FOLDERS.join('|')})/[\\w./-]*$`);

const pages = projectFiles('.', '.md').filter((file) => !file.startsWith('models/'));
const scripts = Object.keys((JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> }).scripts);

describe('documentation', () => {
  test.each(pages)('%s links only to files that exist', (page) => {
    const links = [...readProjectFile(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => match[1]!);
    const targets = links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => path.posix.join(path.posix.dirname(page), link));
    expect(targets.filter((target) => !exists(target))).toEqual([]);
  });

  test.each(pages.filter((page) => page !== 'CHANGELOG.md'))('%s names only files and folders that exist', (page) => {
    const named = [...readProjectFile(page).matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
    expect(named.filter((name) => PLACE.test(name) && !exists(name))).toEqual([]);
  });

  test.each(pages)('%s names only npm scripts that exist', (page) => {
    const named = [...readProjectFile(page).matchAll(/\bnpm (?:run ([\w-]+(?::[\w-]+)*)|(start|test)\b)/g)].map((match) => match[1] ?? match[2]!);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

describe('decision records', () => {
  const records = projectFiles('docs/decisions', '.md').map((file) => path.posix.basename(file));

  test('are numbered without gaps', () => {
    expect(records.map((name) => name.slice(0, 5))).toEqual(records.map((_, index) => `${String(index + 1).padStart(4, '0')}-`));
  });

  test.each(records)('%s fits on a screen', (name) => {
    expect(readProjectFile(`docs/decisions/${name}`).split('\n').length).toBeLessThanOrEqual(61);
  });
});

function exists(name: string): boolean {
  return existsSync(path.join(projectRoot, name));
}
