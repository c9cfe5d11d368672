import { statSync } from 'node:fs';
import { EXIT, Refusal } from './exit-codes.ts';

/** @throws {Refusal} notThere: there is nothing of this name, or a folder */
export function requireFile(file: string, remedy: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile()) return;
  throw new Refusal(EXIT.notThere, found ? `${file} is not a file.` : `There is no file ${file}.`, { remedy });
}
