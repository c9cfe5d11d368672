/** The composition root: the only place that calls create…(). What is made here lives as long as the server. */
import path from 'node:path';
import pino from 'pino';
import { createAccounts, createInstallation } from './accounts/service.ts';
import { besideThisThread, createBackups } from './backups/service.ts';
import type { Config } from './config.ts';
import { changeBell, changesSince, lastPosition, wasAt } from './db/changes.ts';
import type { Db } from './db/connect.ts';
import { forgetOldAnswers } from './db/idempotency.ts';
import { createBin, createDocumentDetails, createHome, createRequireDocument } from './documents/service.ts';
import { createExports } from './exports/service.ts';
import { formatById } from './formats/registry.ts';
import { loadAssets } from './http/assets.ts';
import { diskNotice } from './http/disk-notice.ts';
import { createEventStream } from './http/events.ts';
import { createTranslations } from './http/locale.ts';
import type { Log } from './http/log.ts';
import { createRenderer } from './http/render.ts';
import { createSystemNotices } from './http/system-notices.ts';
import { createImportSample } from './imports/sample.ts';
import { createImports } from './imports/service.ts';
import { createDrafts, explainDraftError } from './drafts/service.ts';
import { createJobs } from './jobs/service.ts';
import { chosenModel, createModels } from './models/service.ts';
import { createInvitations, createProjects, requireMember } from './projects/service.ts';
import { createDrafting } from './segments/draft-document.ts';
import { createReview } from './review/service.ts';
import { createPresence } from './segments/presence.ts';
import { createSegments } from './segments/service.ts';
import { programVersion, projectRoot } from './project-root.ts';

export async function createContext(config: Readonly<Config>, db: Db) {
  const pages = createPages(config);
  const rooms = createRooms({ config, db, ...pages });
  await rooms.accounts.ensureFirstPerson(pages.translations.translator('en')('account.first'));
  return {
    config,
    db,
    ...pages,
    ...rooms,
    /** Reads something first: a database that does not answer throws. */
    illness: async () => ((await lastPosition(db.read)) ? db.ailment() : 'unreadable'),
    /** Begins work in the background. */
    async start(): Promise<void> {
      const { drafting, drafts, jobs } = rooms;
      pages.log.info({ dataDir: config.dataDir, pragmas: db.pragmas() }, 'started');
      await db.write(forgetOldAnswers);
      await rooms.bin.keepEmptying(pages.log);
      rooms.backups.start();
      rooms.models.start();
      await jobs.start({ draft: drafting.handle }, { explain: explainDraftError, isOnlyProcess: true });
      drafts.onStatus(({ state }) => {
        if (state === 'idle') void jobs.resumeHeldBack();
      });
    },
    async close(): Promise<void> {
      rooms.events.closeAll();
      rooms.presence.close();
      rooms.backups.stop();
      await Promise.all([rooms.jobs.stop(), rooms.models.stop(), rooms.drafts.close()]);
      await db.close();
    },
  };
}

/** What every page needs: words, templates, built files, notices, and the log. */
function createPages(config: Readonly<Config>) {
  const log = createLog(config);
  const translations = createTranslations(path.join(projectRoot, 'translations'), (locale, key) => {
    if (config.isTest) throw new Error(`no words for ${key} in ${locale}`);
    log.warn({ locale, key }, 'words are missing');
  });
  const assets = loadAssets(path.join(projectRoot, 'dist'));
  const renderer = createRenderer({ viewsDir: path.join(projectRoot, 'views'), assets, translations });
  const notices = createSystemNotices();
  return { log, translations, assets, renderer, notices };
}

/** The features, each given what it stands on. */
function createRooms({ config, db, log, notices, translations }: { config: Readonly<Config>; db: Db } & ReturnType<typeof createPages>) {
  notices.register(diskNotice(config.dataDir, db.ailment));
  const accounts = createAccounts({ db, isExposed: config.publicUrl !== null });
  const projects = createProjects({ db });
  const home = createHome({ db, projects });
  const requireDocument = createRequireDocument(requireMember);
  const invitations = createInvitations({ db, accounts });
  const installation = createInstallation({ db, config, version: programVersion() });
  const details = createDocumentDetails({ db, requireDocument });
  const bin = createBin({ db, projects, requireDocument });
  const segments = createSegments({ db, requireMember, requireDocument });
  const review = createReview({ db, access: segments.access, findings: segments.findings, requireDocument, requireMember });
  const jobs = createJobs({ db, log, requireMember });
  const drafts = createDrafts({ config, log, model: chosenModel(config) });
  const models = createModels({ place: config, log, db, engine: drafts, projectIdsOf: projects.idsOf });
  notices.register(() => drafts.notice());
  const drafting = createDrafting({ db, jobs, drafts, access: segments.access, requireDocument });
  const imports = createImports({ db, log, requireMember, projects, queueDrafts: drafting.requestDrafts });
  const importSample = createImportSample({ db, imports, samplesDir: path.join(projectRoot, 'samples') });
  const exports = createExports({ db, formatById, requireDocument, translator: translations.translator, findings: segments.findings });
  const backups = createBackups(backupsOf(config, log));
  notices.register(backups.notice);
  return {
    accounts,
    backups,
    projects,
    invitations,
    installation,
    details,
    bin,
    home,
    segments,
    review,
    jobs,
    drafts,
    models,
    drafting,
    imports,
    importSample,
    exports,
    ...createLive({ db, accounts, projects, requireDocument }),
  };
}

/** What open pages are told as it happens. */
function createLive({ db, accounts, projects, requireDocument }: LiveOptions) {
  const events = createEventStream({
    onChange(listener) {
      changeBell.on('change', listener);
      return () => changeBell.off('change', listener);
    },
    since: async (personId, seq) => changesSince(db.read, await projects.idsOf(personId), seq),
    latest: () => lastPosition(db.read),
    wasAt: (position) => wasAt(db.read, position),
    isSessionAlive: accounts.isSessionAlive,
    maySee: async (personId, projectId) => (await projects.idsOf(personId)).includes(projectId),
  });
  const presence = createPresence({ db, requireDocument, tell: (change) => void events.passOn(change).catch(() => undefined) });
  return { events, presence };
}

interface LiveOptions {
  db: Db;
  accounts: ReturnType<typeof createAccounts>;
  projects: ReturnType<typeof createProjects>;
  requireDocument: ReturnType<typeof createRequireDocument>;
}

function backupsOf({ dataDir, backups }: Readonly<Config>, log: Log) {
  return {
    place: { database: path.join(dataDir, 'dragoman.db'), dataDir, folder: backups.folder },
    everyMs: backups.everyMs,
    log,
    copier: besideThisThread(),
  };
}

export type Context = Awaited<ReturnType<typeof createContext>>;

function createLog({ dataDir, logLevel }: Config): Log {
  if (logLevel === 'silent') return pino({ level: 'silent' });
  const file = pino.destination({ dest: path.join(dataDir, 'dragoman.log'), sync: false });
  // A log that cannot be written must not stop the program.
  file.on('error', () => undefined);
  return pino({ level: logLevel }, file);
}
