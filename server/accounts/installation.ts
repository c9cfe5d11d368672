/** What whoever runs the installation wants to know of it. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Actor } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { listPeople } from './store.ts';

export interface Installation {
  version: string;
  dataDir: string;
  databaseBytes: number;
  /** The address others type; null when only this computer reaches the server. */
  publicUrl: string | null;
  model: string;
  people: { id: string; name: string; login: string | null; isAdmin: boolean; isDisabled: boolean; hasPassword: boolean }[];
}

export interface InstallationOptions {
  db: Db;
  config: { dataDir: string; modelDir: string; publicUrl: string | null };
  version: string;
}

export function createInstallation({ db, config, version }: InstallationOptions) {
  const { dataDir, modelDir, publicUrl } = config;
  /** The file and what is not merged into it yet. */
  const files = ['dragoman.db', 'dragoman.db-wal'].map((name) => path.join(dataDir, name));

  /** @throws {AppError} forbidden for who is no administrator. */
  return async (actor: Actor): Promise<Installation> => {
    if (!actor.isAdmin) throw new AppError('forbidden', 'notAdmin');
    const sizes = await Promise.all(
      files.map((file) =>
        stat(file).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    const people = (await listPeople(db.read)).map((row) => ({
      id: row.id,
      name: row.name,
      login: row.login,
      isAdmin: row.is_admin === 1,
      isDisabled: row.disabled_at !== null,
      hasPassword: row.password_hash !== null,
    }));
    return { version, dataDir, databaseBytes: sizes.reduce((sum, size) => sum + size, 0), publicUrl, model: modelDir, people };
  };
}

export type InstallationReport = ReturnType<typeof createInstallation>;
