/** The import page: what was found shows while one pastes and chooses, files can be dropped anywhere, and choices fill each other in. */
import { toFragment } from '../fragments.ts';
import { word } from '../words.ts';

const PASTE_PAUSE_MS = 400;
/** The value of the project list that asks for a new one; the name field belongs to it alone. */
const NEW_PROJECT = 'new';

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const preview = connectPreview(form);
  connectFiles(form, preview);
  connectProject(form);
  part(form, 'plain-preview').hidden = true;
}

function part(form: HTMLFormElement, name: string): HTMLElement {
  return form.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
}

function fileField(form: HTMLFormElement): HTMLInputElement {
  return form.querySelector<HTMLInputElement>('#files')!;
}

interface Preview {
  /** Asks the server again what is in the form; `afterMs` waits for more typing first. */
  refresh(afterMs?: number): void;
  /** Forgets choices that belonged to other files. */
  clear(): void;
}

function connectPreview(form: HTMLFormElement): Preview {
  const region = part(form, 'preview');
  const text = form.querySelector<HTMLTextAreaElement>('#text')!;
  const nothingYet = Array.from(region.childNodes, (node) => node.cloneNode(true));
  let timer = 0;
  let asking = new AbortController();

  async function ask(): Promise<void> {
    asking.abort();
    asking = new AbortController();
    if (text.value.trim() === '' && !fileField(form).files?.length) return region.replaceChildren(...nothingYet.map((node) => node.cloneNode(true)));
    const { signal } = asking;
    try {
      const html = await askForPreview(form, signal);
      if (!signal.aborted) show(html === null ? message(word('import.previewFailed')) : toFragment(html));
    } catch {
      if (!signal.aborted) show(message(word('import.previewFailed')));
    }
  }

  function show(content: Node): void {
    const focused = region.contains(document.activeElement) ? document.activeElement!.id : '';
    region.replaceChildren(content);
    if (focused) document.getElementById(focused)?.focus();
  }

  const preview: Preview = {
    refresh(afterMs = 0) {
      clearTimeout(timer);
      timer = window.setTimeout(() => void ask(), afterMs);
    },
    clear: () => region.replaceChildren(),
  };
  text.addEventListener('input', () => preview.refresh(PASTE_PAUSE_MS));
  region.addEventListener('change', () => preview.refresh());
  if (text.value.trim() !== '') preview.refresh();
  return preview;
}

/** The HTML of what was found, or null when something else came back. */
async function askForPreview(form: HTMLFormElement, signal: AbortSignal): Promise<string | null> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
  const answer = await fetch('/imports/preview', { method: 'POST', body: new FormData(form), headers: { 'X-CSRF-Token': token, 'X-Part': 'preview' }, signal });
  return answer.headers.get('X-Part') === 'preview' ? answer.text() : null;
}

function message(text: string): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.className = 'note';
  paragraph.dataset.tone = 'bad';
  paragraph.textContent = text;
  return paragraph;
}

function connectFiles(form: HTMLFormElement, preview: Preview): void {
  const field = fileField(form);
  part(form, 'drop-hint').hidden = false;
  const onChange = () => {
    const count = field.files?.length ?? 0;
    part(form, 'chosen').textContent = count === 0 ? '' : word('import.chosen', { count });
    preview.clear();
    preview.refresh();
  };
  field.addEventListener('change', onChange);
  if (field.files?.length) onChange(); // chosen before this page was ready, or kept by the browser over a reload
  const area = part(form, 'drop');
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    area.dataset.over = '';
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) delete area.dataset.over; // out of the window
  });
  document.addEventListener('drop', (event) => {
    delete area.dataset.over;
    const dropped = event.dataTransfer?.files;
    if (!dropped?.length) return;
    event.preventDefault();
    const all = new DataTransfer();
    for (const file of [...(field.files ?? []), ...dropped]) all.items.add(file);
    field.files = all.files;
    onChange();
  });
}

/** A new project needs a name, and each project knows what its segments are. */
function connectProject(form: HTMLFormElement): void {
  const list = form.querySelector<HTMLSelectElement>('#project')!;
  const name = part(form, 'project-name');
  const showName = () => {
    name.hidden = list.value !== NEW_PROJECT;
  };
  list.addEventListener('change', () => {
    showName();
    const unit = list.selectedOptions[0]?.dataset.unit;
    const radio = unit ? form.querySelector<HTMLInputElement>(`input[name="unit"][value="${unit}"]`) : null;
    if (radio) radio.checked = true;
    if (!name.hidden) name.querySelector('input')!.focus();
  });
  showName();
}
