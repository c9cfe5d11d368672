/** A full disk, told from damage: nothing is lost, and room is all it takes. */
import { EXIT, Refusal } from './exit-codes.ts';

/** Whether the error, or what it came from, says that there is no room left. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(code) || isDiskFull(error.cause);
}

export function diskFull(cause: unknown): Refusal {
  return new Refusal(EXIT.diskFull, 'The disk of the data folder is full. Nothing was lost.', {
    remedy: 'Make room on it and do that again, or name another folder in DRAGOMAN_DATA.',
    cause,
  });
}
