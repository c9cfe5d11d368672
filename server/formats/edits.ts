/** Replaces the UTF-16 range [start, end) of a text. An empty range inserts. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text with all edits made; ranges refer to the text as given and must not overlap. Insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < at) throw new RangeError(`edits overlap at ${edit.start}`);
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** How most lines of the text end: CR LF or LF. */
export function usualLineEnd(text: string): string {
  const windows = text.split('\r\n').length - 1;
  const unix = text.split('\n').length - 1 - windows;
  return windows > unix ? '\r\n' : '\n';
}
