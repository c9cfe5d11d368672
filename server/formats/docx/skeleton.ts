import { z } from 'zod';
import { Hole } from '../hole.ts';

/** Where a block's paragraph stands. Offsets are those of the part's text once tracked changes are accepted. */
export const WordHole = Hole.extend({
  part: z.string(),
  /** What stands in the paragraph before and behind the block's text: pictures, bookmarks, marks of comments. */
  before: z.string(),
  after: z.string(),
  /** Run properties of the text without codes, without `<w:rPr>` around. */
  look: z.string(),
});
export type WordHole = z.infer<typeof WordHole>;

/** What an export needs besides the original. */
export const WordSkeleton = z.object({
  holes: z.array(WordHole),
  /** Hashes of the parts that have holes, as accepted: the offsets must fit. */
  parts: z.record(z.string(), z.string()),
});
export type WordSkeleton = z.infer<typeof WordSkeleton>;
