/** For regular expressions over folded Arabic: a word stands between these. */
export const BEFORE_WORD = '(?<![\\p{L}\\p{M}\\p{N}])';
export const AFTER_WORD = '(?![\\p{L}\\p{M}\\p{N}])';
