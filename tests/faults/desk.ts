/** A desk with as many paragraphs as there are writers, on the built server, and the same desk after a restart. */
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { clientFor, settle, startBuiltServer, type BuiltServer, type Client } from '../support/built-server.ts';
import type { Acknowledged } from './oracle.ts';
import { Writer } from './writer.ts';

/** Without a model: drafting has faults of its own, and takes the processor from these. */
const QUIET = { DRAGOMAN_MODEL: '/nowhere' };

export interface Desk {
  server: BuiltServer;
  client: Client;
  documentId: string;
  segmentIds: string[];
  writers: Writer[];
}

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(isTrue: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await wait(10);
  }
}

export function readDatabase<T>(dataDir: string, read: (db: BetterSqlite.Database) => T): T {
  const db = new BetterSqlite(path.join(dataDir, 'dragoman.db'), { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

export interface DeskOptions {
  writers?: number;
  env?: Record<string, string>;
  /** A command that becomes the server. */
  under?: readonly string[];
}

/** Starts a server on an empty folder and brings a document with one paragraph per writer. */
export async function openDesk(dataDir: string, { writers: count = 16, env = {}, under = [] }: DeskOptions = {}): Promise<Desk> {
  const server = await startBuiltServer(dataDir, { ...QUIET, ...env }, under);
  const { client } = await settle(server);
  const text = Array.from({ length: count }, (_, index) => `هذه هي الفقرة رقم ${index + 1} من النص.`).join('\n');
  const project = readDatabase(dataDir, (db) => db.prepare<[], string>('select id from project').pluck().get()!);
  const answer = await client.send('POST', '/imports', {
    headers: { Accept: 'text/html' },
    body: new URLSearchParams({ _csrf: client.csrf, text, project, then: 'keep' }),
  });
  const documentId = (answer.headers.get('location') ?? '').split('/').at(-1)!;
  const segmentIds = readDatabase(dataDir, (db) =>
    db
      .prepare<[string], string>('select s.id from segment s join block b on b.id = s.block_id where s.document_id = ? order by b.number')
      .pluck()
      .all(documentId),
  );
  if (segmentIds.length !== count) throw new Error(`imported ${segmentIds.length} paragraphs: ${answer.status} ${await answer.text()}`);
  return { server, client, documentId, segmentIds, writers: segmentIds.map((id, index) => new Writer(id, `writer ${index + 1}`)) };
}

/** The same visit on a server that was started again. */
export async function reopenDesk(desk: Desk, dataDir: string, env: Record<string, string> = {}): Promise<void> {
  desk.server = await startBuiltServer(dataDir, { ...QUIET, ...env });
  const port = new URL(desk.server.url).port;
  desk.client = clientFor(desk.server.url, desk.client.cookie.replace(/-\d+=/, `-${port}=`), desk.client.csrf);
}

export function acknowledgedBy(desk: Desk): Acknowledged[] {
  return desk.writers.flatMap((writer) => writer.acknowledged);
}

/** All writers write until `stop` is called; it resolves when the last has its answer, or has none. */
export function startWriting(desk: Desk): { stop(): Promise<void> } {
  const controller = new AbortController();
  const writing = Promise.all(desk.writers.map((writer) => writer.writeUntil(desk.client, controller.signal)));
  return {
    async stop() {
      controller.abort();
      await writing;
    },
  };
}

/** What /healthz says. */
export async function healthOf({ server }: Desk): Promise<[number, unknown]> {
  const answer = await fetch(`${server.url}/healthz`);
  return [answer.status, (await answer.json()) as unknown];
}

export interface SaveOptions {
  head?: string | null;
  key?: string;
  isConfirmed?: boolean;
}

/** One save by hand. */
export function save(
  client: Client,
  segmentId: string,
  text: string,
  { head = null, key = crypto.randomUUID(), isConfirmed = false }: SaveOptions = {},
): Promise<Response> {
  return client.send('PUT', `/segments/${segmentId}/target`, {
    json: { text, confirm: isConfirmed, used: [], editGroup: 'by-hand' },
    headers: { 'If-Match': `"${head ?? 'none'}"`, 'Idempotency-Key': key },
    signal: AbortSignal.timeout(15_000),
  });
}

export function openPage(client: Client, address: string): Promise<Response> {
  return client.send('GET', address, { headers: { Accept: 'text/html' } });
}

/** The value below which the share of `percent` lies. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}
