/** Going to a segment by its number, in digits of either script, and to the reading view. */
import { toAsciiDigits } from '../../server/core/language/digits.ts';
import { sayIn } from '../nodes.ts';
import { defineAction } from '../workbench/actions.ts';
import { activate } from '../workbench/activation.ts';
import { focusField } from '../workbench/field.ts';
import { elementOf, rowCount, rowIdOfNumber } from '../workbench/rows.ts';
import { word } from '../words.ts';
import { openDialog, returnFocusTo } from './dialogs.ts';
import { showAllRows } from './find.ts';

export function connect(dialog: HTMLElement): void {
  const field = dialog.querySelector('input')!;
  const error = dialog.querySelector<HTMLElement>('.error')!;
  const complain = (text: string): void => {
    sayIn(error, text);
    field.setAttribute('aria-invalid', String(text !== ''));
  };

  dialog.querySelector('form')!.addEventListener('submit', (event) => {
    event.preventDefault();
    const number = Number(toAsciiDigits(field.value.trim()));
    const id = rowIdOfNumber(number);
    if (id === null) {
      complain(word('find.noNumber', { number: field.value.trim(), last: rowCount() }));
      field.select();
      return;
    }
    returnFocusTo(null);
    (dialog as HTMLDialogElement).close();
    if (elementOf(id)?.hidden) showAllRows();
    activate(id, { caret: 'start', intoHistory: true });
    focusField('start');
  });

  defineAction('go-to-number', {
    run: () => {
      complain('');
      field.value = '';
      openDialog(dialog.id, 'input');
    },
  });

  const reading = document.querySelector<HTMLAnchorElement>('.tabs a[href$="/reading"]');
  defineAction('reading', { when: () => reading !== null, run: () => reading?.click() });
}
