/** Small helpers to build and find nodes; text becomes text nodes, never markup. */
import { NoAnswer, Refusal } from './net/api.ts';
import { word } from './words.ts';

/** An element with attributes and children. A null attribute is left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | null> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The element `data-part="name"` of a component. @throws when the template lacks it. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`no part ${name}`);
  return found;
}

export type Tone = 'good' | 'warn' | 'bad';

/** Writes a message into a note; an empty one hides it. */
export function sayIn(note: HTMLElement, text: string, tone?: Tone): void {
  note.hidden = text === '';
  if (tone) note.dataset.tone = tone;
  else delete note.dataset.tone;
  note.replaceChildren(...(text === '' ? [] : [el('span', {}, text)]));
}

/** A moment as the reader writes it: today's as a time, others with their date. */
export function moment(iso: string): HTMLTimeElement {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  const style: Intl.DateTimeFormatOptions = isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
  return el('time', { class: 'muted num', datetime: iso, title: at.toLocaleString(language()) }, new Intl.DateTimeFormat(language(), style).format(at));
}

/** The interface's language, with Latin digits: key names and the source have them too. */
export function language(): string {
  return `${document.documentElement.lang || 'en'}-u-nu-latn`;
}

/** Why something did not happen, as a sentence for people. */
export function whyOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof NoAnswer) return word('panel.noAnswer');
  reportError(error);
  return word('panel.ourFault');
}
