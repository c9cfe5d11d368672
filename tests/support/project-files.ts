import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../server/project-root.ts';

const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

/** Paths of the project's own files below `folder`, with slashes, relative to the root, in order. */
export function projectFiles(folder = '.', ...endings: string[]): string[] {
  const entries = readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).filter((entry) => !NOT_OURS.has(entry.name));
  const found = entries.flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? projectFiles(name, ...endings) : [name];
  });
  return found.filter((name) => endings.length === 0 || endings.some((ending) => name.endsWith(ending))).sort();
}

export function readProjectFile(name: string): string {
  return readFileSync(path.join(projectRoot, name), 'utf8');
}
