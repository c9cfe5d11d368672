/** A form that could not be sent: the page stays as it is, with all that was written into it, and says so. */
import type { FromWorker } from '../data/kept-pages.ts';
import { whenServerAnswers } from '../net/health.ts';

export function connect(note: HTMLElement): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type !== 'not-sent') return;
    note.hidden = false;
    note.scrollIntoView({ block: 'nearest' });
    whenServerAnswers(() => (note.hidden = true));
  });
}
