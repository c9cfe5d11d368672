/** What stands in a text and is no language: addresses, tags and placeholders. Two checks compare them as they are; to the others they say nothing. */

/** Web and mail addresses. */
export const ADDRESS = /(?:https?:\/\/|www\.)[^\s،؛<>«»“”"]{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/gi;
/** Of formats and templates: <b>, {name}, {{name}}, %s, %1$d, %@, %(name)s, ${name}. */
export const TAG = /<\/?[a-zA-Z][^<>]{0,500}>|\{\{?[\w.-]{1,60}\}?\}|%(?:\d+\$|\(\w{1,60}\))?[sd@](?![\p{L}\p{N}])|\$\{[\w.]{1,60}\}/gu;

/** Names of sites without anything before them: example.com/ar. English also calls firms so, hence only what the source writes counts. */
export const SITE =
  /(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|mil|int|info|io|ai|app|dev|tv|me|co|ae|sa|eg|jo|lb|ma|dz|tn|qa|kw|iq|sy|ps|uk|fr|de|ru|eu)(?![\w.-]*[\w-])(?:\/[^\s،؛<>«»“”"]{0,2000})?/gi;

const EITHER = new RegExp(`${TAG.source}|${ADDRESS.source}|${SITE.source}`, 'giu');

/** A text of the same length in which a space stands for each unit of an address, a tag or a placeholder. Linear time. */
export function withoutVerbatim(text: string): string {
  return /[@<{%]|www|http|\w\.\w/i.test(text) ? text.replace(EITHER, (found) => ' '.repeat(found.length)) : text;
}
