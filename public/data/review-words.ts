/** What a reviewer writes is kept on this device until the server has decided with it: one entry per person and segment. */

export interface ReviewWords {
  segmentId: string;
  /** The revision it was written on. */
  revisionId: string;
  text: string;
  comment: string;
}

const LONGEST_MS = 60 * 24 * 60 * 60 * 1000;

function prefix(): string {
  return `review:${document.querySelector<HTMLMetaElement>('meta[name="person"]')?.content ?? ''}:`;
}

/** Browsers that keep nothing throw; then there is only the page. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

export function keepWords(words: ReviewWords): void {
  attempt(() => localStorage.setItem(prefix() + words.segmentId, JSON.stringify({ ...words, at: Date.now() })));
}

export function keptWords(segmentId: string): ReviewWords | null {
  return attempt(() => JSON.parse(localStorage.getItem(prefix() + segmentId) ?? 'null') as ReviewWords | null);
}

/** The server has them, or nobody wants them any more. */
export function forgetWords(segmentId: string): void {
  attempt(() => localStorage.removeItem(prefix() + segmentId));
}

/** Somebody signs out and wants nothing of it kept. */
export function forgetAllWords(): void {
  attempt(() => {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix()))) localStorage.removeItem(key);
  });
}

/** Forgets what nobody came back for, of any person of this browser. */
export function forgetOldWords(): void {
  attempt(() => {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith('review:'))) {
      const { at } = JSON.parse(localStorage.getItem(key) ?? '{}') as { at?: number };
      if (!at || Date.now() - at > LONGEST_MS) localStorage.removeItem(key);
    }
  });
}
