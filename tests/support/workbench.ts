/** A small named world behind the real app: the news article, Amal translates, Noor reviews, Salma manages; others stand outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { createContext, type Context } from '../../server/context.ts';
import { connect } from '../../server/db/connect.ts';
import { createHttpServer } from '../../server/http/server.ts';
import { projectRoot } from '../../server/project-root.ts';
import { addDocument, addPerson, addProject } from './database.ts';
import { readProjectFile } from './project-files.ts';

export interface World {
  /** Translator, reviewer and manager of the News desk. */
  amal: string;
  noor: string;
  salma: string;
  /** Translator of another project, Letters. */
  hadi: string;
  /** Administrator of the installation, member of nothing. */
  dana: string;
  /** Was a translator of the News desk and is disabled. */
  tarek: string;
  projectId: string;
  documentId: string;
  /** The article's 14 segments in order, nothing drafted, nothing translated. */
  segments: string[];
}

export interface TestApp {
  url: string;
  context: Context;
  world: World;
  /** Somebody's browser: a session and its token. null: nobody. */
  signIn(personId: string | null): Promise<Visit>;
  close(): Promise<void>;
}

/** A visit keeps its cookie, sends what a browser sends, and follows no redirects. */
export interface Visit {
  cookie: string;
  csrfToken: string;
  get(address: string, headers?: Record<string, string>): Promise<Response>;
  /** A form of the page, with its token. */
  post(address: string, fields?: Record<string, string>): Promise<Response>;
  /** fetch as our pages do it: JSON, with the token in a header. */
  send(method: string, address: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Response>;
}

interface AppOptions {
  environment?: Record<string, string>;
  isEmpty?: boolean;
  dress?: (context: Context) => Context;
}

/** @param environment settings over those of the tests; an empty world when `isEmpty`; `dress` may put something else in place of a part, such as the words. */
export async function startApp({ environment = {}, isEmpty = false, dress = (context) => context }: AppOptions = {}): Promise<TestApp> {
  await ensureBuilt();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'dragoman-app-'));
  const config = readConfig({ DRAGOMAN_DATA: dataDir, DRAGOMAN_PORT: '0', DRAGOMAN_LOG: 'silent', DRAGOMAN_TEST: '1', ...environment });
  const db = await connect(path.join(dataDir, 'dragoman.db'));
  const world = isEmpty ? emptyWorld() : await populate(db);
  const context = await createContext(config, db);
  const server = await listen(createHttpServer(createApp(dress(context))));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    context,
    world,
    signIn: async (personId) => visit(url, personId === null ? '' : await cookieFor(context, url, personId)),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      context.events.closeAll();
      server.closeAllConnections();
      await closed;
      await context.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Builds dist/ when a source is newer; the app serves nothing unbuilt. */
export async function ensureBuilt(): Promise<void> {
  const builder = (await import(pathToFileURL(path.join(projectRoot, 'scripts/build.mjs')).href)) as { ensureBuilt(): Promise<boolean> };
  await builder.ensureBuilt();
}

async function populate(db: Awaited<ReturnType<typeof connect>>): Promise<World> {
  const people: Record<string, string> = {};
  for (const name of ['Amal', 'Noor', 'Salma', 'Hadi', 'Dana', 'Tarek']) people[name] = await addPerson(db, name);
  const { Amal: amal = '', Noor: noor = '', Salma: salma = '', Hadi: hadi = '', Dana: dana = '', Tarek: tarek = '' } = people;
  await db.write(async (tx) => {
    await tx.updateTable('person').set({ is_admin: 1 }).where('id', '=', dana).execute();
    await tx.updateTable('person').set({ disabled_at: '2026-01-01T00:00:00.000Z' }).where('id', '=', tarek).execute();
  });
  const projectId = await addProject(db, 'News desk', { [amal]: ['translator'], [noor]: ['reviewer'], [salma]: ['manager'], [tarek]: ['translator'] });
  await addProject(db, 'Letters', { [hadi]: ['translator'] });
  const { documentId, segments } = await addDocument(db, projectId, readProjectFile('samples/russia-china.ar.txt').trim().split('\n'));
  return { amal, noor, salma, hadi, dana, tarek, projectId, documentId, segments };
}

function emptyWorld(): World {
  return { amal: '', noor: '', salma: '', hadi: '', dana: '', tarek: '', projectId: '', documentId: '', segments: [] };
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** A disabled person has the cookie of a session from before. */
async function cookieFor({ accounts, db }: Context, url: string, personId: string): Promise<string> {
  const person = await db.read.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirstOrThrow();
  const disable = (at: string | null) => db.write((tx) => tx.updateTable('person').set({ disabled_at: at }).where('id', '=', personId).execute());
  if (person.disabled_at !== null) await disable(null);
  const token = await accounts.links.make({ id: personId, is_settled: 1 });
  const answer = await fetch(`${url}/link/${token}`, { method: 'POST', redirect: 'manual', headers: { origin: url } });
  if (person.disabled_at !== null) await disable(person.disabled_at);
  return cookieOf(answer);
}

/** The cookie an answer sets, as a browser sends it back. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export async function visit(url: string, cookie: string): Promise<Visit> {
  const call = (address: string, init: RequestInit & { headers?: Record<string, string> }) =>
    fetch(`${url}${address}`, {
      redirect: 'manual',
      ...init,
      headers: { origin: url, 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }), ...init.headers },
    });
  const home = await (await call('/', {})).text();
  const csrfToken = /<meta name="csrf-token" content="([^"]*)"/.exec(home)?.[1] ?? '';
  return {
    cookie,
    csrfToken,
    get: (address, headers = {}) => call(address, { headers: { accept: 'text/html', ...headers } }),
    post: (address, fields = {}) =>
      call(address, { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams({ ...(csrfToken && { _csrf: csrfToken }), ...fields }) }),
    send: (method, address, { body = {}, headers = {} } = {}) =>
      call(address, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrfToken, ...headers },
      }),
  };
}
