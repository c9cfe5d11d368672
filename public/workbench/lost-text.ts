/** A text written in a segment that was split or joined meanwhile: it stays in this browser and stands by the segment that took over. */
import { word } from '../words.ts';
import { activate } from './activation.ts';
import { on } from './events.ts';
import { setText } from './field.ts';
import { replaceRetired } from './refresh.ts';
import { elementOf, rowOf } from './rows.ts';
import { letGo } from './saving.ts';

function button(text: string, run: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  Object.assign(element, { type: 'button', className: 'btn', textContent: text });
  element.dataset.size = 's';
  element.addEventListener('click', run);
  return element;
}

function show(retired: string, text: string, successors: readonly string[]): void {
  const target = successors.map(elementOf).find((element) => element !== undefined);
  if (!target) return;
  const box = document.createElement('div');
  box.className = 'note lost';
  box.dataset.tone = 'warn';
  box.setAttribute('role', 'alert');
  const said = document.createElement('span');
  said.textContent = word('save.gone');
  const quote = document.createElement('p');
  Object.assign(quote, { className: 'text', lang: 'en', dir: 'ltr', textContent: text });
  const done = (): void => {
    box.remove();
    void letGo(retired);
  };
  const uses = successors.flatMap((id) => {
    const row = rowOf(id);
    if (!row || row.target.state === 'final') return [];
    const { number } = row;
    return button(word('save.goneUse', { number }), () => {
      activate(id, { caret: 'end' });
      setText(text, { kind: 'insert' });
      done();
    });
  });
  const actions = document.createElement('div');
  actions.className = 'actions';
  actions.append(...uses, button(word('save.goneDrop'), done));
  box.append(said, quote, actions);
  target.append(box);
}

export function startLostTexts(): void {
  on('gone', ({ segmentId, text, successors }) => {
    replaceRetired([segmentId], successors)
      .then(() => show(segmentId, text, successors))
      .catch(reportError);
  });
}
