/** What the form of the import page sends. */
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Encoding } from '../formats/format.ts';
import { isBlank } from '../core/language/direction.ts';
import { problemOfText } from '../core/language/well-formed.ts';
import type { SentForm } from './multipart.ts';
import { firstWords, type UploadedFile } from './read-file.ts';
import type { ImportRequest, SegmentUnit } from './service.ts';

/** The choice in the list of projects that means a new one. */
export const NEW_PROJECT = 'new';
export const ENCODING_CHOICES: readonly Encoding[] = ['utf-8', 'windows-1256', 'iso-8859-6', 'utf-16le', 'utf-16be'];

const LONGEST_PROJECT_NAME = 100;
const PASTED_NAME_LENGTH = 40;
const ENCODING_FIELD = /^encoding-\d{1,2}$/;

const Fields = z.strictObject({
  _csrf: z.string().optional(),
  text: z.string().default(''),
  project: z.string().max(64).default(''),
  projectName: z.string().default(''),
  unit: z.enum(['paragraph', 'sentence']).optional(),
  then: z.enum(['draft', 'keep']).default('keep'),
});

/** Every encoding the form may name; '' leaves it to us. */
const Encodings = z.record(z.string(), z.enum(['', ...ENCODING_CHOICES]));

export type FormFields = z.output<typeof Fields> & { encodings: Record<string, Encoding | ''> };

/** The fields, checked; what does not belong is refused. @throws {AppError} `invalid` (`import.malformed`) */
export function fieldsOf(sent: Record<string, string>): FormFields {
  const isEncoding = ([name]: [string, string]) => ENCODING_FIELD.test(name);
  const entries = Object.entries(sent);
  const fields = Fields.safeParse(Object.fromEntries(entries.filter((entry) => !isEncoding(entry))));
  const encodings = Encodings.safeParse(Object.fromEntries(entries.filter(isEncoding)));
  if (!fields.success || !encodings.success) throw new AppError('invalid', 'import.malformed');
  return { ...fields.data, encodings: encodings.data };
}

/** The pasted text first, then the files, each with the encoding chosen for its place. */
export function filesOf(fields: FormFields, { files }: Pick<SentForm, 'files'>): UploadedFile[] {
  // A text field sends CR LF for every line end, whatever was typed.
  const text = fields.text.replaceAll('\r\n', '\n');
  const pasted: UploadedFile[] = text.trim() === '' ? [] : [{ name: pastedName(text), bytes: new TextEncoder().encode(text), isPasted: true }];
  const chosen = files.map((file, index): UploadedFile => {
    const encoding = fields.encodings[`encoding-${index}`];
    return encoding ? { ...file, encoding } : file;
  });
  return [...pasted, ...chosen];
}

/** Pasted text has no name: it is called by its first words. */
function pastedName(text: string): string {
  const words = firstWords(text, PASTED_NAME_LENGTH).replace(/[\u0000-\u001f"*/:<>?\\|\u202a-\u202e\u2066-\u2069]/g, '');
  return `${words.replace(/…$/, '').trim() || 'text'}.txt`;
}

/** @throws {AppError} `invalid`, naming the field, when no project was chosen or the new one has no usable name */
export function requestOf(fields: FormFields, files: UploadedFile[]): ImportRequest {
  const unit: SegmentUnit | undefined = fields.unit;
  return { project: projectOf(fields), files, segmentUnit: unit, draft: fields.then === 'draft' };
}

function projectOf({ project, projectName }: FormFields): ImportRequest['project'] {
  if (project === '') throw new AppError('invalid', 'import.noProject', { details: { field: 'project' } });
  if (project !== NEW_PROJECT) return { id: project };
  const name = projectName.replace(/\s+/g, ' ').trim();
  const details = { field: 'projectName' };
  if (isBlank(name)) throw new AppError('invalid', 'import.noProjectName', { details });
  if (problemOfText(name)) throw new AppError('invalid', 'import.oddProjectName', { details });
  if (name.length > LONGEST_PROJECT_NAME) throw new AppError('invalid', 'import.longProjectName', { values: { limit: LONGEST_PROJECT_NAME }, details });
  return { name };
}
