/**
 * From the first page to the first confirmed segment on a fresh installation, counting clicks and seconds. Bars: 5 clicks, 60 seconds.
 * Run: npm run bench:first-minute
 */
import { launchChromium } from '../tests/support/chromium.ts';
import { measureFirstMinute } from '../tests/support/first-minute.ts';

const browser = await launchChromium();
try {
  const { clicks, seconds, steps } = await measureFirstMinute(browser);
  for (const step of steps) console.log(`${step.atSeconds.toFixed(1).padStart(6)} s   ${step.what}`);
  console.log(`\n${clicks} clicks of 5, ${seconds.toFixed(1)} s of 60: ${clicks <= 5 && seconds <= 60 ? 'held' : 'NOT HELD'}`);
} finally {
  await browser.close();
}
