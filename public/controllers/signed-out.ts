/** The session ended while somebody writes: the door opens over the page, what was kept is sent when they are back, and only as the same person. */
import { toFragment } from '../fragments.ts';
import { takeToken } from '../net/api.ts';
import { part } from '../nodes.ts';
import { announce } from '../workbench/announce.ts';
import { on } from '../workbench/events.ts';
import { focusField } from '../workbench/field.ts';
import { replay } from '../workbench/saving.ts';
import { word } from '../words.ts';

export function connect(overlay: HTMLElement): void {
  const door = part(overlay, 'door');
  /** Whoever closed it is not asked again before they came back once. */
  let isPutOff = false;

  const close = (): void => {
    const hadFocus = overlay.contains(document.activeElement);
    overlay.hidePopover();
    if (hadFocus) focusField();
  };
  const open = async (): Promise<void> => {
    if (overlay.matches(':popover-open')) return;
    overlay.showPopover();
    if (!door.hasChildNodes()) showDoor(door, await (await fetch('/sign-in', { headers: { Accept: 'text/html' } })).text());
  };

  on('save-state', ({ problem }) => problem?.code === 'unauthenticated' && !isPutOff && void open().catch(reportError));
  on('saved', () => {
    isPutOff = false;
    close();
  });
  part(overlay, 'later').addEventListener('click', () => {
    isPutOff = true;
    close();
  });
  overlay.addEventListener('keydown', (event) => event.key === 'Escape' && part(overlay, 'later').click());
  door.addEventListener('submit', (event) => {
    event.preventDefault();
    signIn(event.target as HTMLFormElement, door).catch(() => announce(word('panel.noAnswer')));
  });
  // The words under the field lead here.
  document.addEventListener('click', (event) => {
    if (!(event.target as Element).closest('[data-part="problem"] a[href^="/sign-in"]')) return;
    event.preventDefault();
    void open()
      .then(() => (overlay.querySelector<HTMLElement>('input:not([type="hidden"])') ?? part(overlay, 'later')).focus())
      .catch(reportError);
  });
}

/** The ways in, as the sign-in page shows them. */
function showDoor(door: HTMLElement, html: string): void {
  door.replaceChildren(...toFragment(html).querySelectorAll('.door'));
}

async function signIn(form: HTMLFormElement, door: HTMLElement): Promise<void> {
  const fields = new URLSearchParams(new FormData(form) as unknown as Record<string, string>); // text fields only
  const answer = await fetch('/sign-in', { method: 'POST', body: fields, headers: { Accept: 'text/html' }, redirect: 'manual' });
  if (answer.type !== 'opaqueredirect') {
    showDoor(door, await answer.text());
    door.querySelector<HTMLElement>('#password')?.focus();
    return;
  }
  // Somebody else's page: what is kept waits for its writer.
  if ((await takeToken()) === 'other') return location.reload();
  door.replaceChildren();
  await replay();
}
