// Builds dist/ from server/ and public/: two server programs and the hashed files of the browser's side.
// Every file is put in place by a rename, the list that names them last, so that two builds at once or a running server never meet half a file.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const stampFile = path.join(dist, 'built-from');
const SOURCES = ['server', 'public', 'scripts/build.mjs', 'package.json'];
const STYLES = ['tokens', 'base', 'components', 'pages'];
/** Replaced files stay this long for pages that are still open. */
const KEPT_FOR_MS = 7 * 24 * 60 * 60 * 1000;

/** Builds only when something changed since the last build. Returns whether it built. */
export async function ensureBuilt() {
  const print = await fingerprint();
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === print) return false;
  await build(print);
  return true;
}

/** @param {string} [print] fingerprint of the sources, when it is known already. */
export async function build(print) {
  print ??= await fingerprint();
  await mkdir(dist, { recursive: true });
  const folder = await mkdtemp(path.join(dist, '.building-'));
  try {
    const [, manifest] = await Promise.all([buildServer(folder), buildPublic(folder)]);
    await buildServiceWorker(folder);
    await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
    for (const part of ['public', 'service-worker.js', 'manifest.json', 'server']) await install(path.join(folder, part), path.join(dist, part));
    await sweep();
    await writeFile(path.join(folder, 'built-from'), print);
    await rename(path.join(folder, 'built-from'), stampFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
    // Otherwise the bundler's process stays as long as the server that was built here.
    await stopBundler();
  }
}

async function stopBundler() {
  const { stop } = await import('esbuild');
  await stop();
}

async function buildServer(folder) {
  const { build: bundle } = await import('esbuild');
  const entries = {
    main: 'server/main.ts',
    child: 'server/drafts/child.ts',
    thread: 'server/drafts/thread.ts',
    'backup-worker': 'server/backups/worker.ts',
    'format-worker': 'server/formats/worker.ts',
  };
  await bundle({
    absWorkingDir: root,
    entryPoints: await existing(entries),
    outdir: path.join(folder, 'server'),
    bundle: true,
    splitting: true,
    chunkNames: 'chunk-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    plugins: [{ name: 'bundled-packages', setup: bundlePackages }],
    sourcemap: 'linked',
    logLevel: 'silent',
  });
}

/** Packages of hundreds of small files: reading each by itself takes longer than everything else that a command does at its start. */
function bundlePackages({ onResolve }) {
  onResolve({ filter: /^(kysely|zod)$/ }, ({ path: name }) => ({ path: fileURLToPath(import.meta.resolve(name)) }));
}

/** Returns the manifest: the name templates use → the name that is served. */
async function buildPublic(folder) {
  const { build: bundle } = await import('esbuild');
  const images = await readdir(path.join(root, 'public/images'));
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: [
      ...Object.entries(await existing({ main: 'public/main.ts', checks: 'public/workers/checks.ts' })).map(([out, input]) => ({ in: input, out })),
      { in: 'app.css', out: 'app' },
      { in: 'public/styles/edition.css', out: 'edition' },
      ...images.map((name) => ({ in: `public/images/${name}`, out: path.parse(name).name })),
    ],
    outdir: path.join(folder, 'public'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    // One file: dozens of shared pieces would make every page ask dozens of times. Controllers still run only where a page names them.
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    loader: { '.woff2': 'file', '.svg': 'copy', '.png': 'copy' },
    plugins: [{ name: 'app-css', setup: appCss }],
    metafile: true,
    logLevel: 'silent',
  });
  const files = Object.keys(metafile.outputs).map((output) => path.basename(output));
  return Object.fromEntries(files.map((file) => [file.replace(/-[A-Z0-9]{8}(\.\w+)$/, '$1'), file]));
}

/** One file at the root of the site; it names the files that pages need, so it changes with each of them. */
async function buildServiceWorker(folder) {
  const { build: bundle } = await import('esbuild');
  const files = (await readdir(path.join(folder, 'public'))).filter((name) => !name.startsWith('edition-')).sort();
  await bundle({
    absWorkingDir: root,
    entryPoints: [{ in: 'public/workers/service-worker.ts', out: 'service-worker' }],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    define: { SHELL_FILES: JSON.stringify(files) },
    logLevel: 'silent',
  });
}

/** One sheet of all styles; the layers are declared by tokens.css, which comes first. Sheets name fonts as `fonts/…`. */
function appCss(pluginBuild) {
  pluginBuild.onResolve({ filter: /^(\.\/)?fonts\// }, ({ path: name }) => ({ path: path.join(root, 'public', name) }));
  pluginBuild.onResolve({ filter: /^app\.css$/ }, () => ({ path: 'app.css', namespace: 'app-css' }));
  pluginBuild.onLoad({ filter: /.*/, namespace: 'app-css' }, async () => {
    const all = (await readdir(path.join(root, 'public/styles')))
      .filter((name) => name.endsWith('.css') && name !== 'edition.css')
      .map((name) => name.slice(0, -4));
    const names = [...STYLES, ...all.filter((name) => !STYLES.includes(name)).sort()];
    return { contents: names.map((name) => `@import './${name}.css';`).join('\n'), loader: 'css', resolveDir: path.join(root, 'public/styles') };
  });
}

async function existing(entries) {
  const found = await Promise.all(Object.entries(entries).map(async (entry) => ((await stat(path.join(root, entry[1])).catch(() => null)) ? [entry] : [])));
  return Object.fromEntries(found.flat());
}

/** Moves a file, or each file of a flat folder, over what is there. */
async function install(from, to) {
  if (!(await stat(from)).isDirectory()) return rename(from, to);
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) await rename(path.join(from, name), path.join(to, name));
}

async function sweep() {
  const cutoff = Date.now() - KEPT_FOR_MS;
  for (const name of await readdir(dist)) {
    const folder = path.join(dist, name);
    if (name.startsWith('.building-') && (await stat(folder).catch(() => null))?.mtimeMs < cutoff) await rm(folder, { recursive: true, force: true });
  }
  for (const part of ['server', 'public'])
    for (const name of await readdir(path.join(dist, part))) {
      const file = path.join(dist, part, name);
      const found = await stat(file).catch(() => null);
      if (found && found.mtimeMs < cutoff) await rm(file, { force: true });
    }
}

/** Changes whenever a source file is added, removed or written. */
async function fingerprint() {
  const states = await Promise.all(SOURCES.map((source) => statesOf(path.join(root, source))));
  return createHash('sha256').update(states.flat().join('\n')).digest('hex');
}

async function statesOf(file) {
  const found = await stat(file).catch(() => null);
  if (!found) return [];
  if (!found.isDirectory()) return [`${path.relative(root, file)} ${found.size} ${found.mtimeMs}`];
  const names = (await readdir(file)).sort();
  return (await Promise.all(names.map((name) => statesOf(path.join(file, name))))).flat();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
