/** How thoroughly the faults are tried, and what a test writes into the table of `npm run faults`. */
import { appendFileSync } from 'node:fs';

/** `npm run faults` tries everything at its full length; `npm test` keeps the short ones. */
export const isWholeRun = process.env['DRAGOMAN_FAULTS'] === 'all';

/** How often: in the whole run, and in the quick one. */
export function tries(whole: number, quick: number): number {
  return isWholeRun ? whole : quick;
}

export interface TableRow {
  /** As the test's name begins: F1. */
  fault: string;
  what: string;
  tries: number;
  acknowledged?: number;
  lost?: number;
  duplicated?: number;
  /** What was measured. */
  note?: string;
}

/** Adds a row; outside of `npm run faults` nobody reads it. */
export function report(row: TableRow): void {
  const file = process.env['DRAGOMAN_FAULT_TABLE'];
  if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
}
