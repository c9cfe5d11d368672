/** Names of exported files, and the header that carries them. */

const MAX_BYTES = 160;

/** Names that Windows keeps for devices, whatever follows the first dot. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu;

/**
 * The part of a source file's name that its exports are called after: without extension and language tag, without anything that a file
 * system, a header or a reader's eye could take for something else. Never empty.
 */
export function baseName(fileName: string, sourceLang: string): string {
  const readable = fileName
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\:*?"<>|]+/gu, ' ')
    .replace(/\.[a-z\d]{1,8}$/iu, '');
  const withoutTag = readable.toLowerCase().endsWith(`.${sourceLang}`) ? readable.slice(0, -sourceLang.length - 1) : readable;
  const tidy = shorten(withoutTag.replace(/\s+/gu, ' ').replace(/^[\s.]+|[\s.]+$/gu, ''));
  if (tidy === '') return 'document';
  return RESERVED.test(tidy) ? `_${tidy}` : tidy;
}

function shorten(name: string): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(name)) {
    if (Buffer.byteLength(kept + segment) > MAX_BYTES) break;
    kept += segment;
  }
  return kept.trimEnd();
}

/** Content-Disposition of a download (RFC 6266): the name in UTF-8 (RFC 8187), and in ASCII for those who cannot read that. */
export function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\u0020-\u007e]+/gu, '_').replace(/["\\%]/gu, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/gu, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
