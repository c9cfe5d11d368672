/** How far the download of a model is; when it has ended the page is shown anew. */
import { part } from '../nodes.ts';

interface Progress {
  state: string;
  received: number;
  text: string;
}

const EVERY_MS = 1000;

export function connect(section: HTMLElement): void {
  part(section, 'again').hidden = true;
  const look = async (): Promise<void> => {
    const progress = await ask();
    if (progress && progress.state !== 'running') return location.reload();
    if (progress) show(section, progress);
    setTimeout(() => void look(), EVERY_MS);
  };
  setTimeout(() => void look(), EVERY_MS);
}

/** null while the server does not answer: it is asked again. */
async function ask(): Promise<Progress | null> {
  try {
    const answer = await fetch('/models/download', { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as Progress) : null;
  } catch {
    return null;
  }
}

let spoken = 0;

/** Read aloud in steps of ten per cent. */
function show(section: HTMLElement, { received, text }: Progress): void {
  const bar = part<HTMLProgressElement>(section, 'bar');
  bar.value = received;
  bar.textContent = text;
  const tenths = Math.floor((10 * received) / bar.max);
  const words = part(section, 'words');
  words.ariaLive = tenths > spoken ? 'polite' : 'off';
  spoken = tenths;
  words.textContent = text;
}
