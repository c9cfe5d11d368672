/* Says what this machine lacks to run Dragoman. Uses nothing but Node, so that it works when nothing else does. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const HELP = [
  'Usage: dragoman doctor',
  '',
  'Says what this machine lacks to run Dragoman, and what to do about it. Changes nothing.',
  '',
  'Exit codes:',
  '   0  nothing that is needed is missing',
  '   2  the command was written wrongly',
  '   9  Node.js is too old',
  '  10  something that is needed is missing',
].join('\n');
const MODEL_FILES = ['config.json', 'tokenizer.json', 'onnx/encoder_model.onnx', 'onnx/decoder_model_merged.onnx'];

/** Each check: what is looked at, whether it is well, what to do when it is not. `isNeeded` false: only to build or to draft. */
async function examine() {
  const hasDriver = await loads('better-sqlite3', (sqlite) => new sqlite.default(':memory:').close());
  const canCompile = { isNeeded: !hasDriver };
  return [
    { name: `Node ${process.versions.node}`, isWell: isNodeNewEnough(), remedy: 'Install Node 20.19 or newer: https://nodejs.org/', isNeeded: true },
    { name: 'packages (node_modules)', isWell: existsSync(path.join(root, 'node_modules', 'express')), remedy: 'Run: npm ci', isNeeded: true },
    { name: 'database driver (better-sqlite3)', isWell: hasDriver, remedy: 'Run: npm rebuild better-sqlite3 (it needs the compiler below)', isNeeded: true },
    { name: 'builder (esbuild)', isWell: await loads('esbuild', (esbuild) => esbuild.transform('1')), remedy: 'Run: npm rebuild esbuild', isNeeded: true },
    {
      name: 'drafting engine (onnxruntime-node)',
      isWell: await loads('onnxruntime-node', () => undefined),
      remedy: 'Run: npm ci. Without it texts can be translated by hand.',
      isNeeded: false,
    },
    { name: 'python3', isWell: runs('python3'), remedy: 'Debian, Ubuntu: sudo apt-get install python3', ...canCompile },
    { name: 'make', isWell: runs('make'), remedy: 'Debian, Ubuntu: sudo apt-get install build-essential', ...canCompile },
    {
      name: 'C++ compiler (g++ or clang++)',
      isWell: runs('g++') || runs('clang++'),
      remedy: 'Debian, Ubuntu: sudo apt-get install build-essential; macOS: xcode-select --install',
      ...canCompile,
    },
    {
      name: 'Node headers',
      isWell: hasHeaders(),
      remedy: 'Where there is no network, install the headers of this Node and set npm_config_nodedir to their folder.',
      ...canCompile,
    },
    {
      name: 'model files',
      isWell: isModelWhole(modelFolder()),
      remedy: `Put a whole copy of the model into ${modelFolder()}. Without it texts can be translated by hand.`,
      isNeeded: false,
    },
    {
      name: `data folder ${dataFolder()}`,
      isWell: isWritable(dataFolder()),
      remedy: 'Give it to this user, or name another in DRAGOMAN_DATA.',
      isNeeded: true,
    },
  ];
}

export async function run(args) {
  if (args.includes('--help') || args.includes('-h')) return void console.log(HELP);
  if (args.length > 0) {
    console.error(`\n“${args[0]}” is not understood.\nUsage: dragoman doctor\n`);
    process.exitCode = 2;
    return;
  }
  const findings = await examine();
  console.log(findings.flatMap(linesOf).join('\n'));
  const missing = findings.filter((finding) => finding.isNeeded && !finding.isWell);
  console.log(missing.length === 0 ? '\nNothing is missing.' : `\nMissing: ${missing.map((finding) => finding.name).join(', ')}.`);
  if (missing.length > 0) process.exitCode = 10;
}

function linesOf({ name, isWell, isNeeded, remedy }) {
  if (isWell) return [`ok       ${name}`];
  return isNeeded ? [`MISSING  ${name}`, `         ${remedy}`] : [`absent   ${name}`, `         not needed now. ${remedy}`];
}

function isNodeNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

async function loads(name, use) {
  try {
    await use(await import(name));
    return true;
  } catch {
    return false;
  }
}

function runs(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** node-gyp takes them from here, or from its cache, or downloads them. */
function hasHeaders() {
  const { node } = process.versions;
  const homes = [process.env.npm_config_nodedir, path.dirname(path.dirname(process.execPath))].filter(Boolean);
  const cache = path.join(process.env.HOME ?? '', '.cache', 'node-gyp', node);
  return [...homes, cache].some((folder) => existsSync(path.join(folder, 'include', 'node', 'node.h')));
}

function modelFolder() {
  return path.resolve(process.env.DRAGOMAN_MODEL ?? path.join(root, 'models', 'ar-en-starter'));
}

/** A folder without a manifest does not say how its files should be. */
function isModelWhole(folder) {
  try {
    const manifest = path.join(folder, 'manifest.json');
    const expected = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).files : {};
    const hashOf = (file) =>
      createHash('sha256')
        .update(readFileSync(path.join(folder, file)))
        .digest('hex');
    return MODEL_FILES.every((file) => existsSync(path.join(folder, file)) && (!(file in expected) || expected[file] === hashOf(file)));
  } catch {
    return false;
  }
}

function dataFolder() {
  return path.resolve(process.env.DRAGOMAN_DATA ?? path.join(root, 'data'));
}

function isWritable(folder) {
  if (!existsSync(folder)) return path.dirname(folder) !== folder && isWritable(path.dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
