/** A Chromium for tests: the one scripts/test.mjs found, or the first on this machine. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { projectRoot } from '../../server/project-root.ts';

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function launchChromium(): Promise<Browser> {
  const tools = (await import(pathToFileURL(path.join(projectRoot, 'scripts/ensure-chromium.mjs')).href)) as { findChromium(): string | null };
  const executablePath = tools.findChromium();
  if (!executablePath) throw new Error('no Chromium on this machine: install it, or set CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: QUIET });
}
