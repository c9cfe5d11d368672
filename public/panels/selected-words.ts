/** The words selected in the active row, in either text. */
import type { RowView } from '../../server/core/api.ts';
import type { Span } from '../../server/core/model.ts';
import { fieldElement, selection } from '../workbench/field.ts';
import { elementOf } from '../workbench/rows.ts';

export interface SelectedWords {
  side: 'source' | 'target';
  span: Span;
  quote: string;
}

/** What is selected in the source or, failing that, in the field; null when nothing is. */
export function selectedWords(row: RowView): SelectedWords | null {
  const isInField = document.activeElement === fieldElement();
  return (isInField ? null : inSource(row)) ?? inField();
}

function inField(): SelectedWords | null {
  const span = selection();
  if (!span || span.start === span.end) return null;
  return { side: 'target', span, quote: fieldElement()!.value.slice(span.start, span.end) };
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
  return { side: 'source', span, quote: row.source.slice(span.start, span.end) };
}
