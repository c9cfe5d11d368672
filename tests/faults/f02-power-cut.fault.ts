import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { NOTHING_LOST } from './oracle.ts';
import { cutterHere, type AfterCut } from './power-cut.ts';
import { report } from './run.ts';

const CUTS = 20;
const CONTROL_CUTS = 3;
const cutter = cutterHere();

/** Makes the server say that it writes through, and not do it. */
function withoutSync(folder: string): Record<string, string> {
  const preload = path.join(folder, 'no-sync.cjs');
  const driver = JSON.stringify(path.join(projectRoot, 'node_modules/better-sqlite3'));
  writeFileSync(
    preload,
    `const { prototype } = require(${driver}); const real = prototype.pragma;
     prototype.pragma = function (source, options) {
       if (source === 'synchronous = 2') return real.call(this, 'synchronous = 0', options);
       const value = real.call(this, source, options);
       return source === 'synchronous' ? 2 : value;
     };`,
  );
  return { NODE_OPTIONS: `--require ${preload}` };
}

test.runIf(cutter !== null)(
  'F2: a power cut takes no acknowledged text; with a server that does not write through, the same cut does',
  { timeout: 900_000 },
  async () => {
    const { what, cut } = cutter!;
    const place = mkdtempSync(path.join(tmpdir(), 'dragoman-no-sync-'));
    try {
      const control = await cut(CONTROL_CUTS, withoutSync(place));
      const outcomes = await cut(CUTS, {});
      const sum = (of: AfterCut[], count: (one: AfterCut) => number) => of.reduce((total, one) => total + count(one), 0);
      const acknowledged = (one: AfterCut) => one.acknowledged;
      const lost = (one: AfterCut) => one.verdict.lost.length;
      report({
        fault: 'F2',
        what,
        tries: CUTS,
        acknowledged: sum(outcomes, acknowledged),
        lost: sum(outcomes, lost),
        duplicated: sum(outcomes, ({ verdict }) => verdict.duplicated.length),
        note: `control with synchronous=OFF: ${sum(control, lost)} of ${sum(control, acknowledged)} lost in ${CONTROL_CUTS} cuts`,
      });
      expect(sum(control, lost)).toBeGreaterThan(0);
      expect(outcomes.map(({ verdict }) => verdict)).toEqual(outcomes.map(() => NOTHING_LOST));
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
);
