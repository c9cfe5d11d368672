/** The words selected in the active row, in either text. */
import type { RowView } from '../../server/core/api.ts';
import type { Span } from '../../server/core/model.ts';
import { fieldElement, selection } from '../workbench/field.ts';
import { elementOf } from '../workbench/rows.ts';

export interface SelectedWords {
  side: 'source' | 'target';
  quote: string;
  /** Where they stand, as a comment points at them; null while the field's text is not the saved one. */
  anchor: { side: 'source' | 'target'; span: Span; revisionId: string | null } | null;
}

/** What is selected in the source or, failing that, in the field; null when nothing is. */
export function selectedWords(row: RowView): SelectedWords | null {
  const isInField = document.activeElement === fieldElement();
  return (isInField ? null : inSource(row)) ?? inField(row);
}

function inField(row: RowView): SelectedWords | null {
  const span = selection();
  const text = fieldElement()?.value ?? '';
  if (!span || span.start === span.end) return null;
  const { revisionId } = row.target;
  const isSaved = revisionId !== null && row.target.text === text;
  return { side: 'target', quote: text.slice(span.start, span.end), anchor: isSaved ? { side: 'target', span, revisionId } : null };
}

function inSource(row: RowView): SelectedWords | null {
  const source = elementOf(row.id)?.querySelector('.source');
  const chosen = getSelection();
  if (!source || !chosen || chosen.rangeCount === 0 || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!source.contains(range.commonAncestorContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(source);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const span = { start, end: start + range.toString().length };
  return { side: 'source', quote: row.source.slice(span.start, span.end), anchor: { side: 'source', span, revisionId: null } };
}
