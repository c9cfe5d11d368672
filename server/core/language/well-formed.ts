/**
 * What keeps a text from being stored exactly as received: NUL ends a text early in some databases, and half of a surrogate pair
 * has no UTF-8 form. `null` for a good text. Linear time.
 */
export function problemOfText(text: string): 'nul' | 'lone-surrogate' | null {
  if (text.includes('\0')) return 'nul';
  return isWellFormed(text) ? null : 'lone-surrogate';
}

/** The native `isWellFormed` of ES2024, spelt out for the older library the project compiles against. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
