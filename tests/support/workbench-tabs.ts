/** Several tabs of one browser at the document of {@link WorkbenchPage}, and what is waited for in each of them. */
import type { Page } from 'playwright-core';
import type { WorkbenchPage } from './workbench-page.ts';

export function tabsOf(at: WorkbenchPage) {
  const isOpen = (number: number, page: Page = at.page) => page.waitForSelector(`#s${number}[data-active] textarea:focus`);
  return {
    /** Waits for a mark under the active field: saving, server, device, conflict, … */
    mark: (save: string, page: Page = at.page) => page.waitForSelector(`.segment[data-active] [data-part="saved"][data-save="${save}"]`),
    /** Waits until a row is the active one and its field has the focus. */
    isOpen,
    /** Another tab of Amal's browser, at a segment. */
    async anotherTab(number: number): Promise<Page> {
      const page = await at.page.context().newPage();
      await page.goto(`${at.app.url}/documents/${at.app.world.documentId}#s${number}`);
      await page.waitForSelector('main[data-ready]');
      await isOpen(number, page);
      return page;
    },
  };
}
