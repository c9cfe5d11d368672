/** How a fault's test ends: the database is read whole, the row is written, and nothing may be lost. */
import { expect } from 'vitest';
import { examine, NOTHING_LOST, type Acknowledged, type Verdict } from './oracle.ts';
import { report, type TableRow } from './run.ts';

type Tried = Pick<TableRow, 'fault' | 'what' | 'tries' | 'note'>;

/** @param dataDir of a stopped server */
export function expectNothingLost(dataDir: string, acknowledged: readonly Acknowledged[], tried: Tried): void {
  judge(examine(dataDir, acknowledged), acknowledged.length, tried);
}

/** As above where other tests wrote into the same database: only what was acknowledged here counts. */
export function expectNothingLostAmong(dataDir: string, acknowledged: readonly Acknowledged[], tried: Tried): void {
  const verdict = examine(dataDir, acknowledged);
  const texts = new Set(acknowledged.map(({ text }) => text));
  judge({ ...verdict, duplicated: verdict.duplicated.filter((text) => texts.has(text)) }, acknowledged.length, tried);
}

function judge(verdict: Verdict, acknowledged: number, tried: Tried): void {
  report({ ...tried, acknowledged, lost: verdict.lost.length, duplicated: verdict.duplicated.length });
  expect(verdict).toEqual(NOTHING_LOST);
}
