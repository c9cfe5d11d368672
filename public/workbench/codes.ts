/** Inline codes by key and by button: which are missing at the caret, and what is wrong before somebody signs. */
import type { RowView } from '../../server/core/api.ts';
import type { InlineCode } from '../../server/core/model.ts';
import { checkCodes, codeChar, codesIn } from '../../server/core/inline/codes.ts';
import { word } from '../words.ts';
import { activeRowId } from './activation.ts';
import { on } from './events.ts';
import { fieldElement, focusField, getText, insertAtCaret, isUntouchedDraft } from './field.ts';
import { elementOf, rowOf } from './rows.ts';
import { codeTitle } from './text.ts';

function missing(row: RowView, text: string): InlineCode[] {
  const present = new Set(codesIn(text));
  return codesIn(row.source).flatMap((number) => row.codes.find((code) => code.number === number && !present.has(number)) ?? []);
}

function activeRow(): RowView | undefined {
  const id = activeRowId();
  return id === null ? undefined : rowOf(id);
}

/** What is wrong with the codes of a text, in sentences; empty when it may be signed for. */
export function codeReasons(row: RowView, text: string): string[] {
  return checkCodes(row.source, text, row.codes).map(({ kind, numbers }) =>
    word(`code.problem.${kind}`, { numbers: numbers.join(word('comma')), count: numbers.length }),
  );
}

/** Whether the field lacks a code of its source. */
export function hasMissingCode(): boolean {
  const row = activeRow();
  const text = getText();
  return row !== undefined && text !== null && missing(row, text).length > 0;
}

/** Inserts the next missing code at the caret; the two ends of a pair go around the selection. `number` asks for a particular one. */
export function insertCode(number?: number): void {
  const row = activeRow();
  const text = getText();
  if (!row || text === null) return;
  const lacking = missing(row, text);
  const code = number === undefined ? lacking[0] : lacking.find((each) => each.number === number);
  if (!code) return;
  const partner = code.kind === 'open' ? lacking.find((each) => each.number === code.pair) : undefined;
  if (partner) insertAtCaret('', { kind: 'code', around: [codeChar(code.number), codeChar(partner.number)] });
  else insertAtCaret(codeChar(code.number), { kind: 'code' });
  focusField();
}

function draw(): void {
  const row = activeRow();
  const bar = row && elementOf(row.id)?.querySelector<HTMLElement>('[data-part="codes"]');
  const text = getText();
  if (!row || !bar || text === null) return;
  if (row.codes.length === 0 && bar.hidden) return;
  const lacking = isUntouchedDraft() ? [] : missing(row, text);
  bar.hidden = lacking.length === 0;
  bar.querySelectorAll('button').forEach((button) => button.remove());
  for (const code of lacking) {
    const button = document.createElement('button');
    const title = word('code.insert', { title: codeTitle(code) });
    Object.assign(button, { type: 'button', className: 'btn code-chip', title, textContent: codeChar(code.number) });
    button.dataset.size = 's';
    button.setAttribute('aria-label', title);
    button.addEventListener('pointerdown', (event) => event.preventDefault()); // the selection in the field stays
    button.addEventListener('click', () => insertCode(code.number));
    bar.append(button);
  }
}

export function startCodes(): void {
  on('activated', draw);
  on('changed', ({ segmentId }) => segmentId === activeRowId() && fieldElement() && draw());
}
