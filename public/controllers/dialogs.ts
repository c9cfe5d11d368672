/** Native dialogs: opened with the focus where work starts, closed by Esc, by `data-closes` and by a press beside them. */

let opener: HTMLElement | null = null;

/** Opens a dialog; when it closes the focus goes back to where it was. Returns it, or null where it is not in the page. */
export function openDialog(id: string, first?: string): HTMLDialogElement | null {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return null;
  if (!dialog.open) {
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    dialog.showModal();
  }
  if (first) dialog.querySelector<HTMLElement>(first)?.focus();
  return dialog;
}

/** Where the focus goes when the open dialog closes, instead of back to where it was. */
export function returnFocusTo(element: HTMLElement | null): void {
  opener = element;
}

function isBeside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/** On the element around all dialogs. */
export function connect(root: HTMLElement): void {
  root.addEventListener('click', (event) => {
    const element = event.target instanceof HTMLElement ? event.target : null;
    const dialog = element?.closest('dialog');
    if (!dialog) return;
    if (element!.closest('[data-closes]') || (element === dialog && isBeside(dialog, event))) dialog.close();
  });
  // `close` does not bubble; the capturing phase sees it all the same.
  root.addEventListener(
    'close',
    () => {
      if (opener?.isConnected && !document.querySelector('dialog[open]')) opener.focus();
      opener = null;
    },
    true,
  );
}
