/** A moment of the server's clock becomes one of the reader's: their time zone, and today without its date. */
import { moment } from '../nodes.ts';

export function connect(element: HTMLElement): void {
  element.replaceWith(moment((element as HTMLTimeElement).dateTime));
}
