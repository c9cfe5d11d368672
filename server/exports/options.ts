/** What can be chosen of an export; also the shape of the form. */
import { z } from 'zod';
import { storableText } from '../http/validation.ts';
import { SCOPES } from './paragraphs.ts';

export const KINDS = ['bilingual', 'bilingual-docx', 'target'] as const;
/** How an edition opens; its reader may choose another. */
export const LAYOUTS = ['parallel', 'stacked', 'en', 'ar'] as const;
export const ARABIC_SIDES = ['right', 'left'] as const;

const line = storableText(500).transform((text) => text.replace(/\s+/gu, ' ').trim());
const date = z
  .string()
  .regex(/^(?:\d{4}-\d{2}-\d{2})?$/, 'export.date')
  .refine((text) => text === '' || isDay(text), 'export.date');

/** Left away: as the document says. An empty title, name or date: none. */
export const ExportOptions = z.strictObject({
  kind: z.enum(KINDS),
  layout: z.enum(LAYOUTS).default('parallel'),
  scope: z.enum(SCOPES).default('all'),
  arabicSide: z.enum(ARABIC_SIDES).default('right'),
  titleSource: line.optional(),
  titleTarget: line.optional(),
  translator: line.optional(),
  reviewer: line.optional(),
  /** YYYY-MM-DD. */
  date: date.optional(),
});
export type ExportOptions = z.output<typeof ExportOptions>;

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
