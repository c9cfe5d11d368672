/** Words for the ear: one polite live region, at most one message in two seconds; what cannot wait interrupts. */

const PAUSE_MS = 2000;
let waiting: string | null = null;
let isQuiet = true;

function say(text: string, id: string): void {
  const region = document.getElementById(id);
  if (region) region.textContent = text;
}

function next(): void {
  if (waiting === null) {
    isQuiet = true;
    return;
  }
  say(waiting, 'live');
  waiting = null;
  setTimeout(next, PAUSE_MS);
}

/** Said when there is room; a newer message replaces one that still waits. */
export function announce(text: string): void {
  waiting = text;
  if (!isQuiet) return;
  isQuiet = false;
  next();
}

/** Said at once: conflicts, and text that could not be saved. */
export function alertNow(text: string): void {
  say(text, 'live-now');
}
