/** Model folders in the layout that transformers.js loads. Only read here, never written. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ModelError } from './engine.ts';

/** What a model cannot do without; the names are those of dtype `fp32`. */
export const MODEL_FILES = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'onnx/encoder_model.onnx',
  'onnx/decoder_model_merged.onnx',
] as const;

/** Lists the SHA-256 of each file. A folder may come without one; then nothing is known of how its files should be. */
const MANIFEST = 'manifest.json';
const Manifest = z.object({
  /** What its makers say of its drafts; people are warned of weak ones. */
  quality: z.literal('weak').optional(),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
type Manifest = z.infer<typeof Manifest>;

export interface VerifiedModel {
  /** Name of the folder. */
  name: string;
  /** SHA-256 over names and contents of {@link MODEL_FILES}, in hex. */
  hash: string;
}

/** Hashes by path, size and time of change: a model is read once, however often it is asked after. */
const known = new Map<string, string>();

/**
 * Whether the folder holds a whole model. Does not load it.
 * @throws {ModelError} `missing` or `damaged`, naming the file.
 */
export async function verifyModel(dir: string): Promise<VerifiedModel> {
  const expected = (await readManifest(dir))?.files;
  const whole = createHash('sha256');
  for (const name of MODEL_FILES) {
    const hash = await hashOf(path.join(dir, name));
    if (expected && expected[name] !== hash) throw new ModelError('damaged', path.join(dir, name));
    if (name.endsWith('.json')) await readJson(path.join(dir, name));
    whole.update(`${name}\0${hash}\n`);
  }
  return { name: path.basename(dir), hash: whole.digest('hex') };
}

/** The name of the model when its makers call it weak, else null; also null while nothing can be read there. */
export async function nameOfWeakModel(dir: string): Promise<string | null> {
  const manifest = await readManifest(dir).catch(() => null);
  return manifest?.quality === 'weak' ? path.basename(dir) : null;
}

async function readManifest(dir: string): Promise<Manifest | null> {
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

async function hashOf(file: string): Promise<string> {
  const found = await stat(file).catch((error: unknown) => {
    throw new ModelError('missing', file, error);
  });
  if (found.size === 0) throw new ModelError('damaged', file);
  const key = [file, found.size, found.mtimeMs].join('\0');
  const hash = known.get(key) ?? (await sha256OfFile(file));
  known.set(key, hash);
  return hash;
}

/** Piece by piece, so that a large model never holds the event loop. */
async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new ModelError('missing', file, error);
  }
  return hash.digest('hex');
}
