/** Searching the rows of the page in both texts, with the spelling of Arabic and Latin folded. Folded texts are kept, so a further letter costs little. */
import type { Span } from '../../server/core/model.ts';
import { fold } from '../../server/core/language/fold.ts';
import type { FoldedText } from '../../server/core/language/fold.ts';
import type { Finder } from '../../server/core/search/find.ts';
import { shownText } from '../workbench/field.ts';
import { rowOf } from '../workbench/rows.ts';
import { unsavedText } from '../workbench/saving.ts';

export interface RowHits {
  source: Span[];
  target: Span[];
}

const NONE: RowHits = { source: [], target: [] };
const kept = new Map<string, { source: FoldedText; target: FoldedText; targetText: string }>();

/** Where the row has what is looked for. */
export function hitsOfRow(id: string, finder: Finder): RowHits {
  const texts = finder.isEmpty ? null : foldedRow(id);
  return texts ? { source: finder.findAll(texts.source), target: finder.findAll(texts.target) } : NONE;
}

function foldedRow(id: string) {
  const row = rowOf(id);
  if (!row) return null;
  const targetText = unsavedText(id) ?? shownText(row).text;
  const known = kept.get(id);
  if (known?.targetText === targetText) return known;
  const fresh = { source: known?.source ?? fold(row.source), target: fold(targetText), targetText };
  kept.set(id, fresh);
  return fresh;
}
