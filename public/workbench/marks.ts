/** The marks in a row's spine, copied from `<template id="marks">`. */
import type { RowView } from '../../server/core/api.ts';
import { word } from '../words.ts';

function fromTemplate(selector: string): HTMLElement {
  const template = document.getElementById('marks') as HTMLTemplateElement;
  return template.content.querySelector<HTMLElement>(selector)!.cloneNode(true) as HTMLElement;
}

/** A mark with a number behind it: how many, said for the eye that rests on it and for the ear. */
function counted(name: 'comments' | 'sides', count: number): HTMLElement[] {
  if (count === 0) return [];
  const mark = fromTemplate(`[data-mark="${name}"]`);
  mark.title = word(`mark.${name}`, { count });
  mark.querySelector('.sr')!.textContent = mark.title;
  return [mark];
}

/** Draws the marks that can change: state, MT, comments, texts kept aside. */
export function drawSpine(element: HTMLElement, row: RowView): void {
  const spine = element.querySelector<HTMLElement>('.spine')!;
  const heading = spine.firstElementChild!;
  spine.querySelectorAll('.state, .match').forEach((mark) => mark.remove());
  const marks = [fromTemplate(`[data-state="${row.target.mark}"]`)];
  if (row.target.revisionId === null && row.draft) marks.push(fromTemplate('[data-band="mt"]'));
  marks.push(...counted('comments', row.openComments), ...counted('sides', row.sideRevisions));
  heading.after(...marks);
  element.dataset.state = row.target.mark;
}
