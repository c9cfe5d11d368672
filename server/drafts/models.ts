/** Model folders in the layout that transformers.js loads. Only read here, never written. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ModelError } from './engine.ts';
import { dataFilesOf, dtypeAmong, graphFilesOf, neededFiles, MODEL_TYPE, surveyModel, type Dtype, type GraphFiles } from './model-files.ts';
import { OutsideData } from './onnx/outside-data.ts';
import { isWholeModel } from './onnx/whole.ts';

/** Lists the SHA-256 of each file, and what its makers say of it. A folder may come without one; then nothing is known of how its files should be. */
export const MANIFEST = 'manifest.json';
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Manifest = z.object({
  /** What its makers say of its drafts; people are warned of weak ones. */
  quality: z.literal('weak').optional(),
  /** SPDX name of its licence. */
  licence: z.string().max(100).optional(),
  /** Where it came from, such as the address it was downloaded from. */
  source: z.string().max(500).optional(),
  /** What it reached on texts that it was not trained on; beams 1 is greedy. */
  reach: z
    .array(z.object({ set: z.string().max(100), bleu: z.number(), chrf: z.number().optional(), beams: z.number().int().optional() }))
    .max(20)
    .optional(),
  files: z.record(z.string(), Sha256),
});
export type Manifest = z.infer<typeof Manifest>;

/** What is loaded, and by what name drafts of it are kept. */
export interface VerifiedModel extends GraphFiles {
  /** Name of the folder. */
  name: string;
  /** SHA-256 over names and contents of the files in use, in hex. */
  hash: string;
  dtype: Dtype;
  /** Size of the files in use. */
  bytes: number;
}

interface Read {
  sha256: string;
  /** Of a graph: the files beside it that it says its numbers are in. */
  outsideData: string[];
}

/** What was read of a file, by path, size and time of change: a model is read once, however often it is asked after. */
const known = new Map<string, Read>();

/**
 * Whether the folder holds a whole model. Does not load it.
 * @param dtype of the files in use; without one, the first of DTYPES that is there.
 * @throws {ModelError} `missing` or `damaged`, naming the file; `unloadable`, naming the settings of another kind of model, or a graph whose numbers are in a file that is not called after it.
 */
export async function verifyModel(dir: string, dtype: Dtype | null = null): Promise<VerifiedModel> {
  const expected = (await readManifest(dir))?.files;
  const { files, modelType } = await surveyModel(dir);
  const there = [...files.keys()];
  const inUse = dtypeAmong(there, dtype);
  const { encoderFile, decoderFile } = graphFilesOf(inUse);
  const needed = neededFiles(inUse, new Set([...there, ...Object.keys(expected ?? {})]));
  const hashes = await hashesOf(dir, needed);
  for (const [name, hash] of hashes) {
    if (expected && expected[name] !== hash) throw new ModelError('damaged', path.join(dir, name));
    if (name.endsWith('.json')) await readJson(path.join(dir, name));
  }
  requireMarian(dir, modelType);
  for (const graph of [encoderFile, decoderFile]) await requireData(dir, graph);
  const bytes = needed.reduce((sum, name) => sum + (files.get(name) ?? 0), 0);
  return { name: path.basename(dir), hash: modelHash(hashes), dtype: inUse, encoderFile, decoderFile, bytes };
}

function requireMarian(dir: string, modelType: string | null): void {
  if (modelType !== MODEL_TYPE)
    throw new ModelError('unloadable', path.join(dir, 'config.json'), `its model_type is ${modelType ?? 'not said'}, not ${MODEL_TYPE}`);
}

/** What a graph says its numbers are in must be there, and be among the files that are hashed. */
async function requireData(dir: string, graph: string): Promise<void> {
  const { outsideData } = await readOnce(path.join(dir, graph), false);
  for (const location of outsideData) {
    const name = path.posix.join(path.posix.dirname(graph), location);
    if (dataFilesOf(graph, [name]).length === 0) throw new ModelError('unloadable', path.join(dir, graph), `its numbers are in ${location}`);
    if (!(await stat(path.join(dir, name)).catch(() => null))) throw new ModelError('missing', path.join(dir, name));
  }
}

/** The hash of a model: SHA-256 over names and contents of its files, in hex. @param hashes of the files in use, in the order of {@link neededFiles} */
export function modelHash(hashes: readonly (readonly [file: string, sha256: string])[]): string {
  const whole = createHash('sha256');
  for (const [name, hash] of hashes) whole.update(`${name}\0${hash}\n`);
  return whole.digest('hex');
}

/**
 * SHA-256 of each of these files of a model, in their order.
 * @throws {ModelError} `missing`, or `damaged` for an empty file and for a graph that something was cut off.
 */
export async function hashesOf(dir: string, files: readonly string[], { isFresh = false } = {}): Promise<[file: string, sha256: string][]> {
  const hashes: [string, string][] = [];
  for (const name of files) hashes.push([name, (await readOnce(path.join(dir, name), isFresh)).sha256]);
  return hashes;
}

/** The name of the model when its makers call it weak, else null; also null while nothing can be read there. */
export async function nameOfWeakModel(dir: string): Promise<string | null> {
  const manifest = await readManifest(dir).catch(() => null);
  return manifest?.quality === 'weak' ? path.basename(dir) : null;
}

/** null for a folder without one. @throws {ModelError} `damaged` when it cannot be understood. */
export async function readManifest(dir: string): Promise<Manifest | null> {
  const file = path.join(dir, MANIFEST);
  if (!(await stat(file).catch(() => null))) return null;
  const manifest = Manifest.safeParse(await readJson(file));
  if (!manifest.success) throw new ModelError('damaged', file, manifest.error);
  return manifest.data;
}

/** @throws {ModelError} */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ModelError('missing', file, error);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ModelError('damaged', file, error);
  }
}

async function readOnce(file: string, isFresh: boolean): Promise<Read> {
  const found = await stat(file).catch((error: unknown) => {
    throw new ModelError('missing', file, error);
  });
  if (found.size === 0) throw new ModelError('damaged', file);
  const key = [file, found.size, found.mtimeMs].join('\0');
  const read = (isFresh ? undefined : known.get(key)) ?? (await readWhole(file));
  known.set(key, read);
  return read;
}

/** Piece by piece, so that a large model never holds the event loop. */
async function readWhole(file: string): Promise<Read> {
  const hash = createHash('sha256');
  const outside = new OutsideData();
  const isGraph = file.endsWith('.onnx');
  let isWhole = true;
  try {
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk as Buffer);
      if (isGraph) outside.read(chunk as Buffer);
    }
    if (isGraph) isWhole = await isWholeModel(file);
  } catch (error) {
    throw new ModelError('missing', file, error);
  }
  if (!isWhole) throw new ModelError('damaged', file);
  return { sha256: hash.digest('hex'), outsideData: outside.files };
}
