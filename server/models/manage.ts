/** What is done with models in folders: choosing, pointing at, forgetting, checking. Nothing here asks who does it. */
import { existsSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../drafts/engine.ts';
import { hashesOf, neededFiles, readManifest, surveyModel, verifyModel, type Dtype } from '../drafts/service.ts';
import { AppError } from '../errors.ts';
import { idOf, listModels, problemOf, type ModelEntry } from './catalogue.ts';
import { changeShelf, chosenModel, readShelf, type Place } from './choice.ts';

/** @throws {AppError} the folder is no whole model, or the setting names another. */
export async function useModel(place: Place, dir: string, dtype: Dtype | null): Promise<void> {
  const { configured } = place.models;
  if (configured !== null && configured !== dir) throw new AppError('conflict', 'models.configured', { values: { folder: configured }, details: { field: idOf(dir) } });
  await requireWhole(dir, dtype);
  changeShelf(place, (shelf) => ({ ...shelf, chosen: dir, dtypes: dtype === null ? shelf.dtypes : { ...shelf.dtypes, [dir]: dtype } }));
}

async function requireWhole(dir: string, dtype: Dtype | null): Promise<void> {
  const problem = problemOf(dir, await surveyModel(dir));
  if (problem) throw new AppError('invalid', problem.key, { values: problem.values, details: { field: idOf(dir) } });
  await inWordsOfModel(dir, () => verifyModel(dir, dtype));
}

/** @returns the folder. Its files are hashed once, so that it can be said later whether they are still the same. */
export async function addFolder(place: Place, said: string): Promise<string> {
  if (!path.isAbsolute(said.trim())) throw new AppError('invalid', 'models.notAbsolute', { details: { field: 'folder' } });
  const dir = path.resolve(said.trim());
  const survey = await surveyModel(dir);
  const problem = problemOf(dir, survey);
  if (problem) throw problem;
  const known = await listModels(place, chosenModel(place));
  if (known.some((model) => model.dir === dir)) throw new AppError('conflict', 'models.known', { values: { folder: dir }, details: { field: 'folder' } });
  const names = new Set(survey.dtypes.flatMap((dtype) => neededFiles(dtype, survey.files.keys())));
  const files = Object.fromEntries(await inWordsOfModel(dir, () => hashesOf(dir, [...names], { isFresh: true }), 'folder'));
  await inWordsOfModel(dir, () => verifyModel(dir), 'folder');
  changeShelf(place, (shelf) => ({ ...shelf, folders: [...shelf.folders.filter((folder) => folder.dir !== dir), { dir, files }] }));
  return dir;
}

/** A folder that somebody pointed at is forgotten and stays where it is; a downloaded one is deleted. */
export async function removeModel(place: Place, { dir, id, isInUse, origin }: ModelEntry): Promise<void> {
  const refuse = (key: string) => new AppError('conflict', `models.${key}`, { details: { field: id } });
  if (origin === 'shipped' || origin === 'configured') throw refuse(origin === 'shipped' ? 'shippedStays' : 'configuredStays');
  if (isInUse) throw refuse('inUse');
  changeShelf(place, (shelf) => ({
    folders: shelf.folders.filter((folder) => folder.dir !== dir),
    chosen: shelf.chosen === dir ? null : shelf.chosen,
    dtypes: Object.fromEntries(Object.entries(shelf.dtypes).filter(([folder]) => folder !== dir)),
  }));
  if (origin !== 'downloaded') return;
  // Half a model must not be found under its name.
  const gone = path.join(place.models.folder, `.${path.basename(dir)}.removed`);
  rmSync(gone, { recursive: true, force: true });
  await rename(dir, gone);
  await rm(gone, { recursive: true });
}

/** Against its manifest, or else against what was written down when somebody pointed at it. */
export async function verifyFiles(place: Place, { dir, dtype }: ModelEntry): Promise<void> {
  const field = { details: { field: idOf(dir) } };
  const survey = await surveyModel(dir);
  const problem = problemOf(dir, survey);
  if (problem) throw new AppError('invalid', problem.key, { values: problem.values, ...field });
  const recorded = readShelf(place).folders.find((folder) => folder.dir === dir)?.files;
  const expected = (await inWordsOfModel(dir, () => readManifest(dir)))?.files ?? recorded ?? {};
  const listed = Object.keys(expected).filter((name) => existsSync(path.join(dir, name)));
  const needed = neededFiles(dtype, [...survey.files.keys(), ...Object.keys(expected)]);
  const hashes = await inWordsOfModel(dir, () => hashesOf(dir, [...new Set([...needed, ...listed])], { isFresh: true }));
  const wrong = hashes.find(([name, hash]) => expected[name] !== undefined && expected[name] !== hash);
  if (wrong) throw new AppError('invalid', 'models.changed', { values: { folder: dir, file: wrong[0] }, ...field });
  if (Object.keys(expected).length === 0) throw new AppError('invalid', 'models.nothingToCompare', { values: { folder: dir }, ...field });
}

const KEYS: Record<ModelError['reason'], string> = { missing: 'incomplete', damaged: 'changed', unloadable: 'outsideData' };

async function inWordsOfModel<T>(dir: string, act: () => Promise<T>, field = idOf(dir)): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const file = path.relative(dir, error.file);
    throw new AppError('invalid', `models.${KEYS[error.reason]}`, { values: { folder: dir, file, files: file }, details: { field }, cause: error });
  }
}

