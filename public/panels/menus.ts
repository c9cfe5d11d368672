/** What `<details class="menu">` lacks to be a menu: it closes on Esc, on a press beside it, and when the focus moves on. */

let isListening = false;

const openMenus = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')];

function closeWhereNot(node: EventTarget | null): void {
  for (const menu of openMenus()) if (!(node instanceof Node && menu.contains(node))) menu.open = false;
}

function closeOnEscape(event: KeyboardEvent): void {
  const menu = event.key === 'Escape' && !document.querySelector('dialog[open]') ? openMenus().at(-1) : undefined;
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

/** For all menus of the page, also those that come later. Calling it again does nothing. */
export function letMenusClose(): void {
  if (isListening) return;
  isListening = true;
  document.addEventListener('keydown', closeOnEscape);
  document.addEventListener('pointerdown', (event) => closeWhereNot(event.target));
  document.addEventListener('focusin', (event) => closeWhereNot(event.target));
}
