// Finds Chromium and pdftotext, which the browser tests use. As root on Debian it installs what is missing; elsewhere it only says so.
// `node scripts/ensure-chromium.mjs` prints where they are; scripts/test.mjs uses the functions.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The shell is Chromium without a window: the same pages for a third of the work. */
const CHROMIUM_NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const CHROMIUM_PLACES = [
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium, CHROMIUM_PATH first; null when there is none. */
export function findChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) return isRunnable(asked) ? asked : null;
  return CHROMIUM_NAMES.map(onPath).find(Boolean) ?? CHROMIUM_PLACES.find(isRunnable) ?? null;
}

/** The path of pdftotext (poppler), or null. */
export function findPdftotext() {
  return onPath('pdftotext');
}

/** Finds both, installing what is missing where that is possible without asking anybody. */
export function ensureBrowserTools() {
  if (isRootOnDebian()) {
    if (!process.env.CHROMIUM_PATH && !onPath(CHROMIUM_NAMES[0])) install(CHROMIUM_NAMES[0]);
    // An older Debian has no shell of its own.
    if (!findChromium()) install('chromium');
    if (!findPdftotext()) install('poppler-utils');
  }
  return { chromium: findChromium(), pdftotext: findPdftotext() };
}

/** strace, which tells the system's errors to a server and writes down its calls. Only some faults need it. */
export function ensureStrace() {
  if (isRootOnDebian() && !onPath('strace')) install('strace');
}

function install(name) {
  console.log(`Installing ${name} with apt-get …`);
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], options);
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get') !== null;
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isRunnable) ?? null;
}

function isRunnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = ensureBrowserTools();
  for (const [name, place] of Object.entries(found)) console.log(`${name}: ${place ?? 'not found'}`);
  process.exitCode = found.chromium ? 0 : 1;
}
