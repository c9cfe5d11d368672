import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { addDocument } from '../support/database.ts';
import { article } from '../support/document.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
const SIZES = [14, 300, 2000] as const;
const ROUNDS = 3;
const KEYS = 30;
const addresses = new Map<number, string>();

beforeAll(async () => {
  for (const size of SIZES) {
    const paragraphs = Array.from({ length: size }, (_, index) => article.arabic[index % article.arabic.length]!);
    const { documentId } = await addDocument(at.app.context.db, at.app.world.projectId, paragraphs);
    addresses.set(size, `${at.app.url}/documents/${documentId}#s3`);
  }
});

/** Milliseconds from each key to the picture that shows it. */
async function typeInto(page: Page): Promise<number[]> {
  await page.bringToFront();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    const field = document.querySelector('.writing textarea')!;
    field.addEventListener('keydown', () => {
      const began = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - began);
        port2.postMessage(null);
      });
    });
  });
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press('abcdefg '[key % 8]!);
    await page.waitForTimeout(20);
  }
  return page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

test('a key press in 300 rows costs at most 1.5 times, in 2,000 rows at most 3 times what it costs in 14', { timeout: 180_000 }, async () => {
  const pages = new Map<number, Page>();
  for (const size of SIZES) {
    const page = await at.page.context().newPage();
    await page.goto(addresses.get(size)!);
    await page.waitForSelector('main[data-ready] #s3[data-active] textarea:focus', { timeout: 60_000 });
    pages.set(size, page);
  }
  const times = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  for (let round = 0; round < ROUNDS; round++) for (const size of SIZES) times.get(size)!.push(...(await typeInto(pages.get(size)!)));
  const [few, many, most] = SIZES.map((size) => median(times.get(size)!)) as [number, number, number];
  console.log(`key press, median: ${few.toFixed(1)} ms in 14 rows, ${many.toFixed(1)} ms in 300, ${most.toFixed(1)} ms in 2,000`);
  expect(many).toBeLessThanOrEqual(few * 1.5 + 1);
  expect(most).toBeLessThanOrEqual(few * 3 + 1);
});
