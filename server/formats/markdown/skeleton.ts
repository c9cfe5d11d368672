import { z } from 'zod';
import { Hole } from '../hole.ts';

export const MarkdownHole = Hole.extend({
  /** What stands around the hole: decides what a new line becomes and what must be escaped. */
  context: z.enum(['paragraph', 'heading', 'cell']),
  /** What a further line of a paragraph begins with. */
  prefix: z.string(),
});
export type MarkdownHole = z.infer<typeof MarkdownHole>;

const Range = z.object({ start: z.number().int(), end: z.number().int() });

/** What an export needs besides the original: where blocks stand, where HTML stands between them, and where tables say how their columns are aligned. */
export const MarkdownSkeleton = z.object({ holes: z.array(MarkdownHole), rawHtml: z.array(Range), alignments: z.array(Range).default([]) });
export type MarkdownSkeleton = z.infer<typeof MarkdownSkeleton>;
