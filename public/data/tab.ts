/** Which tab this is. The name survives a reload; a lock held for as long as the page lives tells other tabs that it is in use. */

const KEY = 'dragoman-tab';
const lockOf = (tabId: string): string => `dragoman-tab-${tabId}`;

/** The page before a reload may hold its lock for a moment after the new page has begun. */
const LET_GO_WITHIN_MS = 400;
/** A tab that reloads is back within this time. */
const BACK_WITHIN_MS = 2000;

/** Holds the name for as long as this page lives. Returns whether it could be had. */
function hold(tabId: string): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(lockOf(tabId), { signal: AbortSignal.timeout(LET_GO_WITHIN_MS) }, () => {
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(() => resolve(false));
  });
}

/** The browser's memory of this tab; none where it keeps nothing. */
function memory(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

async function findTabId(): Promise<string> {
  const earlier = memory()?.getItem(KEY);
  if (!('locks' in navigator)) return earlier ?? crypto.randomUUID();
  // A duplicated tab brings the name of its original along; then the lock is taken.
  if (earlier && (await hold(earlier))) return earlier;
  const fresh = crypto.randomUUID();
  await hold(fresh);
  memory()?.setItem(KEY, fresh);
  return fresh;
}

let finding: Promise<string> | null = null;

export function thisTab(): Promise<string> {
  finding ??= findTabId();
  return finding;
}

/** Names of all tabs that are open in this browser. */
export async function openTabs(): Promise<Set<string>> {
  if (!('locks' in navigator)) return new Set([await thisTab()]);
  const { held = [] } = await navigator.locks.query();
  return new Set(held.map((lock) => (lock.name ?? '').slice(lockOf('').length)));
}

/** Resolves some moments after another tab was closed; it may be open again by then, when it was only reloaded. */
export async function whenClosed(tabId: string): Promise<void> {
  await navigator.locks.request(lockOf(tabId), () => undefined);
  await new Promise((resolve) => setTimeout(resolve, BACK_WITHIN_MS));
}
