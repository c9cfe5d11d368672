/**
 * Everything that can be done on the workbench, by name. Keys, buttons (`data-action="confirm"`) and menu entries refer to these names,
 * so the key map stays data.
 */

export interface ActionContext {
  /** The element that was pressed; absent when a key asked. */
  element?: HTMLElement;
}

export interface Action {
  run(context: ActionContext): void | Promise<void>;
  /** Whether it makes sense now; when not, a key for it is left to the browser. */
  when?: () => boolean;
}

const actions = new Map<string, Action>();

export function defineAction(id: string, action: Action): void {
  if (actions.has(id)) throw new Error(`action ${id} is defined twice`);
  actions.set(id, action);
}

export function canRun(id: string): boolean {
  const action = actions.get(id);
  return action !== undefined && (action.when?.() ?? true);
}

/** Runs it. Returns whether there was something to run. */
export function runAction(id: string, context: ActionContext = {}): boolean {
  if (!canRun(id)) return false;
  Promise.resolve(actions.get(id)!.run(context)).catch(reportError);
  return true;
}

/** Presses on `data-action` anywhere below `root` run the action. A menu that holds the button is closed. */
export function listenForActions(root: HTMLElement | Document): void {
  root.addEventListener('click', (event) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
    if (!element || element.matches(':disabled, [aria-disabled="true"]')) return;
    element.closest('details.menu')?.removeAttribute('open');
    if (runAction(element.dataset.action!, { element })) event.preventDefault();
  });
}
