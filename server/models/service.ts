/** The models that draft: which there are, which is in use, bringing one's own, downloading one. Administrators change that, others read. */
import type { Actor } from '../core/permissions.ts';
import type { Db, Queryable } from '../db/connect.ts';
import type { Dtype, EngineStatus, ModelChoice } from '../drafts/service.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../http/log.ts';
import { listModels, type ModelEntry } from './catalogue.ts';
import { chosenModel, type Place } from './choice.ts';
import { Download, type DownloadStatus } from './download.ts';
import { DownloadError } from './hub.ts';
import { addFolder, removeModel, useModel, verifyFiles } from './manage.ts';
import { listUses, type UseRow } from './store.ts';

export { chosenModel, REPOSITORY } from './choice.ts';
export type { ModelEntry } from './catalogue.ts';
export { usesOf, type UseRow } from './store.ts';
export { DownloadError } from './hub.ts';
export type { DownloadStatus } from './download.ts';

const SILENCE_MS = 30_000;
/** How often it is looked whether a command changed what is in use. */
const LOOK_MS = 3000;

export interface ModelsOptions {
  place: Place;
  log: Log;
  db: Db;
  /** Of the projects whose documents somebody may see. */
  projectIdsOf: (personId: string) => Promise<string[]>;
  engine: {
    model: () => ModelChoice;
    exchangeModel: (choice: ModelChoice) => Promise<void>;
    status: () => EngineStatus;
  };
  /** For tests: how long the hub may be silent, and how long new attempts wait. */
  silenceMs?: number;
  pausesMs?: readonly number[];
}

export interface ModelsPage {
  models: ModelEntry[];
  uses: UseRow[];
  engine: EngineStatus;
  download: DownloadStatus;
  isOffline: boolean;
  /** The setting goes before any choice. */
  isConfigured: boolean;
  mayChange: boolean;
}

export function createModels(options: ModelsOptions) {
  const { place, db, engine, projectIdsOf } = options;
  const list = () => listModels(place, engine.model());
  const followChoice = () => engine.exchangeModel(chosenModel(place));
  const downloads = createDownloads(options, followChoice);
  let looking: NodeJS.Timeout | undefined;

  async function find(id: string): Promise<ModelEntry> {
    const found = (await list()).find((model) => model.id === id);
    if (!found) throw new AppError('not-found', 'models.unknown');
    return found;
  }

  return {
    downloads,

    /** Follows what commands change while the server runs. */
    start(): void {
      looking = setInterval(() => void followChoice(), LOOK_MS);
      looking.unref();
    },

    /** A download under way stops; it goes on when somebody asks for that. */
    async stop(): Promise<void> {
      clearInterval(looking);
      await downloads.pause();
    },

    async page(actor: Actor): Promise<ModelsPage> {
      const uses = await listUses(db.read, await projectIdsOf(actor.personId));
      const { isOffline, configured } = place.models;
      const facts = { isOffline, isConfigured: configured !== null, mayChange: actor.isAdmin };
      return { models: await list(), uses, engine: engine.status(), download: downloads.status(), ...facts };
    },

    /** Drafts come from this model from now on. @throws {AppError} it is not usable, or the setting names another */
    async use(actor: Actor, id: string, dtype: Dtype | null): Promise<void> {
      requireAdmin(actor);
      await useModel(place, (await find(id)).dir, dtype);
      await followChoice();
    },

    /** @throws {AppError} saying what the folder lacks to be a model */
    async add(actor: Actor, dir: string): Promise<void> {
      requireAdmin(actor);
      await addFolder(place, dir);
    },

    async remove(actor: Actor, id: string): Promise<void> {
      requireAdmin(actor);
      await removeModel(place, await find(id));
    },

    /** Reads every byte. @throws {AppError} naming the file that is not as it should be */
    async verify(actor: Actor, id: string): Promise<void> {
      requireAdmin(actor);
      await verifyFiles(place, await find(id));
    },
  };
}

/** The one download there can be. */
function createDownloads({ place, log, silenceMs = SILENCE_MS, pausesMs }: ModelsOptions, followChoice: () => Promise<void>) {
  const hub = { address: place.models.hub, log, silenceMs };
  const download = new Download({ folder: place.models.folder, hub, ...(pausesMs ? { pausesMs } : {}) });

  function requireAllowed(actor: Actor): void {
    requireAdmin(actor);
    if (place.models.isOffline) throw new AppError('conflict', 'models.offline', { details: { field: 'download' } });
  }

  return {
    status: (): DownloadStatus => download.status,
    pause: (): Promise<void> => download.pause(),

    /** Asks the hub for its list of files: the first request that leaves this machine. */
    async ask(actor: Actor): Promise<void> {
      requireAllowed(actor);
      await inWords(() => download.ask());
    },

    async start(actor: Actor, dtype: Dtype): Promise<void> {
      requireAllowed(actor);
      await inWords(() => download.start(dtype));
      void this.ended();
    },

    async cancel(actor: Actor): Promise<void> {
      requireAdmin(actor);
      await download.cancel();
    },

    /** Resolves when nothing is being downloaded. */
    async ended(): Promise<void> {
      await download.ended();
      await followChoice();
    },
  };
}

export type Models = ReturnType<typeof createModels>;

/** What the command line does without a server and without a person. */
export const unasked = {
  list: (place: Place): Promise<ModelEntry[]> => listModels(place, chosenModel(place)),
  /** In documents of everybody. */
  uses: (db: Queryable): Promise<UseRow[]> => listUses(db, 'all'),
  use: useModel,
  add: addFolder,
  remove: removeModel,
  verify: verifyFiles,
};

/** For the command line, which shows the progress itself. */
export function createDownload({ models }: Place, log: Log): Download {
  return new Download({ folder: models.folder, hub: { address: models.hub, log, silenceMs: SILENCE_MS } });
}

async function inWords(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    throw new AppError('conflict', `download.${error.reason}`, { values: error.values, details: { field: 'download' }, cause: error });
  }
}

function requireAdmin(actor: Actor): void {
  if (!actor.isAdmin) throw new AppError('forbidden', 'notAdmin');
}
