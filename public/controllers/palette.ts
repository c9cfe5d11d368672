/** Characters of transliteration and typography that keyboards lack; what was used last comes first. */
import { el, part } from '../nodes.ts';
import { defineAction } from '../workbench/actions.ts';
import { announce } from '../workbench/announce.ts';
import { fieldElement, insertAtCaret } from '../workbench/field.ts';
import { word } from '../words.ts';
import { openDialog, returnFocusTo } from './dialogs.ts';

const CHARACTERS = ['ʿ', 'ʾ', 'ḥ', 'ṣ', 'ḍ', 'ṭ', 'ẓ', 'ā', 'ī', 'ū', 'Ḥ', 'Ṣ', 'Ḍ', 'Ṭ', 'Ẓ', 'Ā', 'Ī', 'Ū', '–', '—', '“', '”', '‘', '’', '…'] as const;
const RECENT_KEY = 'dragoman.palette.recent';
const RECENT_MAX = 6;

function recent(): string[] {
  return (localStorage.getItem(RECENT_KEY) ?? '').split(' ').filter((character) => (CHARACTERS as readonly string[]).includes(character));
}

function remember(character: string): void {
  localStorage.setItem(RECENT_KEY, [character, ...recent().filter((other) => other !== character)].slice(0, RECENT_MAX).join(' '));
}

export function connect(dialog: HTMLElement): void {
  const characters = part(dialog, 'characters');
  const buttons = (): HTMLButtonElement[] => [...characters.querySelectorAll('button')];
  const show = (): void => {
    const first = recent();
    const ordered = [...first, ...CHARACTERS.filter((character) => !first.includes(character))];
    characters.replaceChildren(
      ...ordered.map((character, at) =>
        el(
          'button',
          {
            class: 'btn only text',
            type: 'button',
            title: word(`palette.name.${codeOf(character)}`),
            'aria-label': word(`palette.name.${codeOf(character)}`),
            tabindex: at === 0 ? '0' : '-1',
          },
          character,
        ),
      ),
    );
  };

  characters.addEventListener('click', (event) => {
    const character = event.target instanceof Element ? event.target.closest('button')?.textContent : null;
    if (!character) return;
    remember(character);
    (dialog as HTMLDialogElement).close();
    returnFocusTo(fieldElement());
    insertAtCaret(character);
    announce(word('palette.inserted', { name: word(`palette.name.${codeOf(character)}`) }));
  });
  characters.addEventListener('keydown', (event) => moveFocus(event, buttons()));

  defineAction('palette', {
    when: () => fieldElement() !== null,
    run: () => {
      show();
      openDialog(dialog.id, 'button');
    },
  });
}

const codeOf = (character: string): string => character.codePointAt(0)!.toString(16);

/** Left and right by one in reading order, up and down by one row as they stand, Home and End; the caret of the toolbar is its focus. */
function moveFocus(event: KeyboardEvent, buttons: HTMLButtonElement[]): void {
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const perRow = buttons.filter((button) => button.offsetTop === buttons[0]?.offsetTop).length;
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow, Home: -at, End: buttons.length - 1 - at };
  const step = steps[event.key];
  const next = step === undefined ? undefined : buttons[at + step];
  if (step === undefined) return;
  event.preventDefault();
  if (!next) return;
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
