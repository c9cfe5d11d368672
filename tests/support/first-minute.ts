/** The first minute of a newcomer, step by step, with a count of the clicks. */
import type { Browser } from 'playwright-core';
import { makeDataFolder, startBuiltServer } from './built-server.ts';

export interface FirstMinute {
  clicks: number;
  /** From the first page being shown to the first segment being confirmed on the server. */
  seconds: number;
  steps: { what: string; atSeconds: number }[];
}

/** Starts a fresh installation, opens its link and goes on until segment 1 is confirmed. */
export async function measureFirstMinute(browser: Browser, { locale = 'en' }: { locale?: string } = {}): Promise<FirstMinute> {
  const folder = makeDataFolder();
  const server = await startBuiltServer(folder.dataDir);
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale });
  try {
    const page = await context.newPage();
    const steps: FirstMinute['steps'] = [];
    let clicks = 0;
    await page.goto(server.link);
    const started = performance.now();
    const note = (what: string) => steps.push({ what, atSeconds: (performance.now() - started) / 1000 });
    const click = async (selector: string) => {
      await page.click(selector);
      clicks += 1;
      note(`click ${clicks}: ${selector}`);
    };
    note('the first page is there');
    await click('button[value="just-me"]');
    await page.waitForSelector('#s1[data-active] textarea');
    note('segment 1 is open');
    await page.waitForFunction(() => (document.querySelector<HTMLTextAreaElement>('#s1 textarea')?.value.length ?? 0) > 20);
    note('its draft stands in the field');
    await click('#s1 [data-action="confirm-next"], #s1 [data-action="confirm"]');
    await page.waitForSelector('#s1[data-state="translated"]');
    note('segment 1 is confirmed');
    return { clicks, seconds: steps.at(-1)!.atSeconds, steps };
  } finally {
    await context.close();
    await server.stop();
    folder.remove();
  }
}
