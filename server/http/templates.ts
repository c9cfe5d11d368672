/** EJS templates of a folder, compiled once. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs, { type Template } from 'ejs';

/** Fills a template in: `segments/workbench` is `segments/workbench.ejs`. In it `include('_row', { … })` is a template beside it, `include('/partials/icon')` one of the folder; both see all data of theirs. */
export type Fill = (view: string, data: object) => string;

export function createTemplates(folder: string): Fill {
  const compiled = new Map<string, Template>();

  function template(view: string): Template {
    const filename = path.join(folder, `${view}.ejs`);
    // All options are given here, so nothing in the data can stand in for one. What data inherits is seen too, and at the end of it is nothing, never Object.
    const made =
      compiled.get(view) ?? ejs.compile(readFileSync(filename, 'utf8'), { filename, root: folder, strict: false, _with: true, unsafePrototypeLocals: true });
    compiled.set(view, made);
    return made;
  }

  /** EJS' own include looks for the file and copies all data each time, which in a long page is most of the work. */
  function fill(view: string, data: object): string {
    const include = (name: string, own: object = {}): string => fill(pathFrom(view, name), inherit(data, own));
    return template(view)(inherit(data, { include }));
  }

  return (view, data) => fill(view, inherit(null, data));
}

function pathFrom(view: string, name: string): string {
  return name.startsWith('/') ? name.slice(1) : path.posix.join(path.posix.dirname(view), name);
}

/** What `data` has, and before it what is `own`. */
function inherit(data: object | null, own: object): object {
  return Object.assign(Object.create(data) as object, own);
}
