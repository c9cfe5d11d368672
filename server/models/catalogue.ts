/** Which models there are, and what is known of each without reading more than its small files. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  MODEL_TYPE,
  modelHash,
  neededFiles,
  readManifest,
  surveyModel,
  type Dtype,
  type Manifest,
  type ModelChoice,
  type Survey,
} from '../drafts/service.ts';
import { AppError } from '../errors.ts';
import { readShelf, SHIPPED, type Place, type Shelf } from './choice.ts';

/** Where a model came from: with the program, from the hub, pointed at by somebody, or named in the setting. */
export type Origin = 'shipped' | 'downloaded' | 'pointed' | 'configured';

export interface ModelFile {
  name: string;
  bytes: number;
  /** As its manifest says, or as it was when somebody pointed at it; null when neither is there. */
  sha256: string | null;
}

export interface ModelEntry {
  /** Made of the folder's path; stands in addresses. */
  id: string;
  name: string;
  dir: string;
  origin: Origin;
  isInUse: boolean;
  dtypes: Dtype[];
  /** Of the files that draft, or would. */
  dtype: Dtype;
  files: ModelFile[];
  bytes: number;
  licence: string | null;
  source: string | null;
  isWeak: boolean;
  reach: NonNullable<Manifest['reach']>;
  /** What drafts of it are kept under, for each of its dtypes that is known. */
  hashes: string[];
  /** Why it cannot be used; null when nothing is missing. */
  problem: AppError | null;
}

/** Every model once: the setting's, the shipped one, downloaded ones, then those pointed at. */
export async function listModels(place: Place, inUse: ModelChoice): Promise<ModelEntry[]> {
  const shelf = readShelf(place);
  const places: [Origin, string][] = [
    ['shipped', SHIPPED],
    ...(await downloadedFolders(place.models.folder)).map((dir): [Origin, string] => ['downloaded', dir]),
    ...shelf.folders.map(({ dir }): [Origin, string] => ['pointed', dir]),
    ...(place.models.configured === null ? [] : [['configured', place.models.configured] as [Origin, string]]),
    // A folder that was chosen and is no longer on the list.
    ['pointed', inUse.dir],
  ];
  const origins = new Map<string, Origin>();
  for (const [origin, dir] of places) if (!origins.has(dir)) origins.set(dir, origin);
  return Promise.all(Array.from(origins, ([dir, origin]) => describe(dir, { origin, inUse, shelf })));
}

async function downloadedFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  return names.sort().map((name) => path.join(folder, name));
}

export function idOf(dir: string): string {
  return createHash('sha256').update(dir).digest('hex').slice(0, 16);
}

async function describe(dir: string, { origin, inUse, shelf }: { origin: Origin; inUse: ModelChoice; shelf: Shelf }): Promise<ModelEntry> {
  const survey = await surveyModel(dir);
  const manifest: Manifest = (await readManifest(dir).catch(() => null)) ?? { files: {} };
  const isInUse = dir === inUse.dir;
  const chosen = isInUse ? inUse.dtype : shelf.dtypes[dir];
  const dtype = chosen ?? survey.dtypes[0] ?? 'fp32';
  const known = { ...shelf.folders.find((folder) => folder.dir === dir)?.files, ...manifest.files };
  const files = filesOf(dtype, survey, known);
  return {
    id: idOf(dir),
    name: path.basename(dir),
    dir,
    origin,
    isInUse,
    dtypes: survey.dtypes,
    dtype,
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(await saidOf(dir, manifest)),
    hashes: survey.dtypes.flatMap((each) => hashOf(neededFiles(each, survey.files.keys()), known)),
    problem: problemOf(dir, survey),
  };
}

function filesOf(dtype: Dtype, survey: Survey, known: Record<string, string>): ModelFile[] {
  const names = neededFiles(dtype, survey.files.keys()).filter((name) => survey.files.has(name));
  return names.map((name) => ({ name, bytes: survey.files.get(name)!, sha256: known[name] ?? null }));
}

/** What its makers say of it. */
async function saidOf(dir: string, { licence, quality, reach = [], source }: Manifest): Promise<Pick<ModelEntry, 'licence' | 'source' | 'isWeak' | 'reach'>> {
  return { licence: licence ?? (await licenceOf(dir)), source: source ?? null, isWeak: quality === 'weak', reach };
}

/** None while the hash of one of the files is not known. */
function hashOf(files: readonly string[], known: Record<string, string>): string[] {
  const hashes = files.map((name) => [name, known[name]] as const);
  return hashes.every((pair): pair is readonly [string, string] => pair[1] !== undefined) ? [modelHash(hashes)] : [];
}

/** The line `license:` at the head of its card, as the hub writes it. */
async function licenceOf(dir: string): Promise<string | null> {
  const card = await readFile(path.join(dir, 'README.md'), 'utf8').catch(() => '');
  const head = /^---\n([^]*?)\n---/.exec(card)?.[1] ?? '';
  return /^license:\s*["']?([\w.+-]{1,60})/m.exec(head)?.[1] ?? null;
}

/** Weights that other programs load, by the files they come in. */
const OTHER_WEIGHTS = ['pytorch_model.bin', 'model.safetensors', 'tf_model.h5', 'model.npz', 'model.bin'];

/** Why this folder is no model, in words that name what is missing; null for one that is. */
export function problemOf(dir: string, { dtypes, files, isFolder, missing, modelType }: Survey): AppError | null {
  const refuse = (key: string, values: Record<string, string> = {}) => new AppError('invalid', `models.${key}`, { values: { folder: dir, ...values }, details: { field: 'folder' } });
  if (!isFolder) return refuse('noFolder');
  const weights = OTHER_WEIGHTS.find((name) => files.has(name));
  if (dtypes.length === 0 && weights) return refuse('notOnnx', { file: weights });
  if (missing.length > 0) return refuse('incomplete', { files: missing.join(', ') });
  if (modelType === null) return refuse('unreadable', { file: 'config.json' });
  return modelType === MODEL_TYPE ? null : refuse('otherType', { type: modelType });
}
