/** Whether the server answers. That the browser is online says nothing of it, and a server that was down tells no browser that it is back: it is asked. */

const ASK_EVERY_MS = 5000;

/** Calls back once, as soon as the server says that all is well. */
export function whenServerAnswers(then: () => void): void {
  const ask = async (): Promise<void> => {
    const answer = await fetch('/healthz').catch(() => null);
    if (!answer?.ok) return;
    clearInterval(asking);
    removeEventListener('online', askNow);
    then();
  };
  const askNow = (): void => void ask();
  const asking = setInterval(askNow, ASK_EVERY_MS);
  addEventListener('online', askNow);
}
