/**
 * Which models there are besides the shipped one, and which of them drafts: models.json in the data folder.
 * Not in the database: folders belong to this machine, not to the texts, and `dragoman draft` opens no database.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { DTYPES, type ModelChoice } from '../drafts/service.ts';
import { projectRoot } from '../project-root.ts';

const Shelf = z.object({
  /** Folders that somebody pointed at, with the SHA-256 their files had then. */
  folders: z.array(z.object({ dir: z.string(), files: z.record(z.string(), z.string()) })).default([]),
  /** Folder of the model that somebody chose. */
  chosen: z.string().nullable().default(null),
  /** The kind of files that somebody chose, by folder. */
  dtypes: z.partialRecord(z.string(), z.enum(DTYPES)).default({}),
});
export type Shelf = z.output<typeof Shelf>;

export type Place = Pick<Config, 'dataDir' | 'modelDir' | 'models'>;

export const SHIPPED = path.join(projectRoot, 'models', 'ar-en-starter');

/** The model that may be downloaded. */
export const REPOSITORY = 'Xenova/opus-mt-ar-en';
export const DOWNLOADED_NAME = path.posix.basename(REPOSITORY);

/** Empty while nobody chose anything, and when the file cannot be understood. */
export function readShelf({ dataDir }: Place): Shelf {
  try {
    return Shelf.parse(JSON.parse(readFileSync(shelfFile(dataDir), 'utf8')));
  } catch {
    return Shelf.parse({});
  }
}

/** Changes the list; whoever reads meanwhile sees it before or after. @throws what the disk says */
export function changeShelf(place: Place, change: (shelf: Shelf) => Shelf): void {
  mkdirSync(place.dataDir, { recursive: true });
  writeWhole(shelfFile(place.dataDir), JSON.stringify(change(readShelf(place)), null, 2));
}

/** The whole text under this name, or the name as it was. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w');
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** The model that drafts: the one of the setting, the one somebody chose, the downloaded one, the shipped one. */
export function chosenModel(place: Place): ModelChoice {
  const { chosen, dtypes } = readShelf(place);
  const downloaded = downloadedFolder(place);
  const dir = place.models.configured ?? chosen ?? (existsSync(downloaded) ? downloaded : place.modelDir);
  return { dir, dtype: dtypes[dir] ?? null };
}

export function downloadedFolder({ models }: Place): string {
  return path.join(models.folder, DOWNLOADED_NAME);
}

function shelfFile(dataDir: string): string {
  return path.join(dataDir, 'models.json');
}
