import { z } from 'zod';
import { Hole } from '../hole.ts';

export const HtmlHole = Hole.extend({
  /** Where the start tag of the element begins that holds this block and nothing else; null when there is none. */
  tag: z.number().int().nullable(),
  /** A new line of the translation becomes a space here, for want of elements: in the page's title. */
  isPlain: z.boolean(),
});
export type HtmlHole = z.infer<typeof HtmlHole>;

/** What an export needs besides the original: where blocks stand. */
export const HtmlSkeleton = z.object({ holes: z.array(HtmlHole) });
export type HtmlSkeleton = z.infer<typeof HtmlSkeleton>;
