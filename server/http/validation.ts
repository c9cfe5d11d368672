/** Everything that comes from outside passes a strict schema here, or answers 422 with the field that is wrong. */
import { z } from 'zod';
import { isBlank } from '../core/language/direction.ts';
import { AppError } from '../errors.ts';

/**
 * What the schema makes of the data.
 * A message of one word is a key below `error.`: `z.string().min(1, 'nameMissing')`; the library's own messages are sentences.
 * @throws {AppError} invalid, naming the first field that is wrong.
 */
export function parse<S extends z.ZodType>(schema: S, data: unknown): z.output<S> {
  const read = schema.safeParse(data ?? {});
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const field = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : issue.path.join('.');
  const key = /^[a-z][\w.]*$/.test(issue.message) ? issue.message : 'wrongField';
  throw new AppError('invalid', key, { values: { field }, details: { field } });
}

/** Text that can be stored and given back exactly: no NUL, no half of a surrogate pair. */
export function storableText(longest: number) {
  return z
    .string()
    .max(longest, 'textTooLong')
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'textUnstorable');
}

/** What something is called: text one can see, without white space around it. `missing` is the key of the sentence when there is none. */
export function nameText(longest: number, missing: string) {
  return storableText(longest)
    .trim()
    .refine((name) => !isBlank(name), missing);
}

/** An id of ours as it stands in an address. Anything else cannot name a thing that exists. */
export function idFrom(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) throw new AppError('not-found', 'noSuchPage');
  return value;
}
