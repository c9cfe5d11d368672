/** The composition root: the only place that calls create…(). What is made here lives as long as the server. */
import path from 'node:path';
import pino from 'pino';
import { createAccounts } from './accounts/service.ts';
import type { Actor } from './core/permissions.ts';
import type { Config } from './config.ts';
import { changeBell, changesSince, lastSeq } from './db/changes.ts';
import type { Db } from './db/connect.ts';
import { createHome, createRequireDocument } from './documents/service.ts';
import { createExports } from './exports/service.ts';
import { formatById } from './formats/registry.ts';
import { loadAssets } from './http/assets.ts';
import { diskNotice } from './http/disk-notice.ts';
import { createEventStream } from './http/events.ts';
import { createTranslations } from './http/locale.ts';
import type { Log } from './http/log.ts';
import { createRenderer } from './http/render.ts';
import { createSystemNotices } from './http/system-notices.ts';
import { createDrafts, explainDraftError } from './drafts/service.ts';
import { createJobs } from './jobs/service.ts';
import { createProjects, requireMember } from './projects/service.ts';
import { createDrafting } from './segments/draft-document.ts';
import { createSegments } from './segments/service.ts';
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
  const requireDocument = createRequireDocument(requireMember);
  const exports = createExports({ db, formatById, requireDocument, translator: translations.translator });
  const segments = createSegments({ db, requireMember, requireDocument });
  const jobs = createJobs({ db, log, requireMember });
  const drafts = createDrafts({ config, log });
  notices.register(() => drafts.notice());
  const drafting = createDrafting({ db, jobs, drafts, access: segments.access, requireDocument });
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
    segments,
    exports,
    drafting,
    jobs,
    events,
    importSample: async (actor: Actor) => {
      const id = await interimSample(db, projects, actor);
      await drafting.requestDrafts(actor, id);
      return id;
    },
    isHealthy: async () => (await lastSeq(db.read)) >= 0,
    /** Begins work in the background. */
    async start(): Promise<void> {
      log.info({ dataDir: config.dataDir, pragmas: db.pragmas() }, 'started');
      await jobs.start({ draft: drafting.handle }, { explain: explainDraftError, isOnlyProcess: true });
      drafts.onStatus(({ state }) => {
        if (state === 'ready') void jobs.resumeHeldBack();
      });
    },
    async close(): Promise<void> {
      events.closeAll();
      await Promise.all([jobs.stop(), drafts.close()]);
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

import { readFileSync } from 'node:fs';
import { newId, now, sha256 } from './db/ids.ts';
async function interimSample(db: Db, projects: ReturnType<typeof createProjects>, actor: Actor): Promise<string> {
  const lines = readFileSync(path.join(projectRoot, 'samples/russia-china.ar.txt'), 'utf8').split('\n').filter(Boolean);
  return db.write(async (tx) => {
    const projectId = await projects.create(actor, { name: 'Sample', isSample: true }, tx);
    const [documentId, versionId] = [newId(), newId()];
    const original = Buffer.from(lines.join('\n'));
    await tx.insertInto('document').values({ id: documentId, project_id: projectId, title_source: lines[0]!.slice(0, 40), title_target: '', note: '', created_at: now(), binned_at: null }).execute();
    await tx.insertInto('source_version').values({ id: versionId, document_id: documentId, number: 1, file_name: 'russia-china.ar.txt', format: 'text', encoding: 'utf-8', sha256: sha256(original), original, skeleton: '{}', created_at: now() }).execute();
    for (const [index, text] of lines.entries()) {
      const [blockId, segmentId] = [newId(), newId()];
      await tx.insertInto('block').values({ id: blockId, source_version_id: versionId, number: index + 1, kind: 'paragraph', level: null, text, codes: '[]', anchor: String(index) }).execute();
      await tx.insertInto('segment').values({ id: segmentId, document_id: documentId, block_id: blockId, start_offset: 0, end_offset: text.length, source_hash: sha256(text), retired_at: null, successors: '[]' }).execute();
      await tx.insertInto('target').values({ segment_id: segmentId, lang: 'en', head_revision_id: null, state: 'initial', sub_state: '' }).execute();
    }
    return documentId;
  });
}
