/** The composition root: the only place that calls create…(). What is made here lives as long as the server. */
import path from 'node:path';
import pino from 'pino';
import { createAccounts } from './accounts/service.ts';
import type { Actor } from './core/permissions.ts';
import type { Config } from './config.ts';
import { changeBell, changesSince, lastSeq } from './db/changes.ts';
import type { Db } from './db/connect.ts';
import { createHome } from './documents/home.ts';
import { loadAssets } from './http/assets.ts';
import { diskNotice } from './http/disk-notice.ts';
import { createEventStream } from './http/events.ts';
import { createTranslations } from './http/locale.ts';
import type { Log } from './http/log.ts';
import { createRenderer } from './http/render.ts';
import { createSystemNotices } from './http/system-notices.ts';
import { createProjects } from './projects/service.ts';
import { projectRoot } from './project-root.ts';

export async function createContext(config: Readonly<Config>, db: Db) {
  const log = createLog(config);
  const translations = createTranslations(path.join(projectRoot, 'translations'), (locale, key) => {
    if (config.isTest) throw new Error(`no words for ${key} in ${locale}`);
    log.warn({ locale, key }, 'words are missing');
  });
  const assets = loadAssets(path.join(projectRoot, 'dist'));
  const renderer = createRenderer({ viewsDir: path.join(projectRoot, 'views'), assets, translations });
  const notices = createSystemNotices();
  notices.register(diskNotice(config.dataDir));

  const accounts = createAccounts({ db });
  await accounts.ensureFirstPerson(translations.translator('en')('account.first'));
  const projects = createProjects({ db });
  const home = createHome({ db, projects });
  const events = createEventStream({
    onChange(listener) {
      changeBell.on('change', listener);
      return () => changeBell.off('change', listener);
    },
    since: async (personId, seq) => changesSince(db.read, await projects.idsOf(personId), seq),
    latest: () => lastSeq(db.read),
    isSessionAlive: accounts.isSessionAlive,
  });

  return {
    config,
    db,
    log,
    translations,
    assets,
    renderer,
    notices,
    accounts,
    projects,
    home,
    events,
    importSample: undefined as ((actor: Actor) => Promise<string>) | undefined,
    isHealthy: async () => (await lastSeq(db.read)) >= 0,
    /** Begins work in the background. */
    async start(): Promise<void> {
      log.info({ dataDir: config.dataDir }, 'started');
    },
    async close(): Promise<void> {
      events.closeAll();
      await db.close();
    },
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
