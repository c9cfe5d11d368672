/** Standard output of commands that write much: waits for slow readers. */

const CHUNK_LENGTH = 65_536;

/** Resolves when the text has been handed over. When it cannot be, the program ends (endWithReader in main.ts). */
export function write(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, (error) => !error && resolve()));
}

/** Writes many short lines in few pieces. */
export async function writeLines(lines: Iterable<string>): Promise<void> {
  let waiting = '';
  for (const line of lines) {
    waiting += `${line}\n`;
    if (waiting.length < CHUNK_LENGTH) continue;
    await write(waiting);
    waiting = '';
  }
  if (waiting !== '') await write(waiting);
}
