import { expect, test } from 'vitest';
import { useWorkbench } from '../support/workbench-page.ts';

const bench = useWorkbench();

test('what everybody should know is not covered by the help of the workbench, wide or narrow', async () => {
  bench.app.context.notices.register(() => ({ id: 'test', tone: 'bad', title: 'notice.diskFull', text: 'notice.diskFullText' }));
  for (const width of [1280, 390]) {
    await bench.page.setViewportSize({ width, height: 900 });
    await bench.open();
    const notice = bench.page.locator('[data-notice="test"]');
    const help = bench.page.locator('.segment[data-active] > .help');
    const [a, b] = [(await notice.boundingBox())!, (await help.boundingBox())!];
    expect(a.x + a.width <= b.x || a.y + a.height <= b.y).toBe(true);
  }
});
