import { describe, expect, test } from 'vitest';
import { readProjectFile } from '../support/project-files.ts';

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
interface Lock {
  packages: Record<string, { version?: string } & Partial<Manifest>>;
}

const manifest = JSON.parse(readProjectFile('package.json')) as Manifest;
const lock = JSON.parse(readProjectFile('package-lock.json')) as Lock;
const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

describe('packages', () => {
  test.each(wanted)('%s is pinned to one version: %s', (_name, version) => {
    expect(version).toMatch(/^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  test.each(wanted)('the lock file installs %s at %s', (name, version) => {
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version.replace(/^npm:.*@/, ''));
  });

  test.each(wanted.map(([name]) => name))('docs/DEPENDENCIES.md says what %s is for', (name) => {
    expect(readProjectFile('docs/DEPENDENCIES.md')).toContain(`| \`${name}\` |`);
  });

  test('docs/DEPENDENCIES.md names nothing that is gone', () => {
    const named = [...readProjectFile('docs/DEPENDENCIES.md').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!);
    expect(named.filter((name) => !wanted.some(([wantedName]) => wantedName === name))).toEqual([]);
  });
});
