/**
 * What the hub says of the one model that may be downloaded, and how its files are asked for. Nothing else in the program goes out.
 *
 * Addresses and answers as the clients of Hugging Face have them (`model_info(files_metadata=True)` and HUGGINGFACE_CO_URL_TEMPLATE of huggingface_hub,
 * `remotePathTemplate` of transformers.js): `/api/models/REPOSITORY/revision/REVISION?blobs=true` lists files, `/REPOSITORY/resolve/REVISION/FILE` gives one. Small
 * files are redirected (307, without a host) to `/api/resolve-cache/…`, large ones (302) to a signed address of another host that knows ranges. Their size and SHA-256
 * are in the list too, so the headers `X-Linked-Size` and `X-Linked-ETag` of the redirect are not needed.
 */
import { z } from 'zod';
import type { Log } from '../http/log.ts';
import { REPOSITORY } from './choice.ts';

/** A file as the hub lists it. Large ones have a SHA-256 there; small ones the name Git gives their content. */
const HubFile = z.object({ name: z.string(), bytes: z.number().int().nonnegative(), sha256: z.string().nullable(), gitSha1: z.string().nullable() });
export type HubFile = z.output<typeof HubFile>;

/** What is to be fetched. Kept beside what has come, so that a broken download goes on with the same revision. */
export const Plan = z.object({ source: z.string(), revision: z.string(), licence: z.string().nullable(), dtype: z.string(), files: z.array(HubFile).min(1) });
export type Plan = z.output<typeof Plan>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Answer = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  cardData: z.object({ license: z.string().optional().catch(undefined) }).nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().int().nonnegative(),
      blobId: z
        .string()
        .regex(/^[0-9a-f]{40}$/)
        .optional(),
      lfs: z.object({ sha256: Sha256, size: z.number().int().nonnegative() }).nullish(),
    }),
  ),
});

/** Why a download did not come to its end. `reason` is a key below `models.problem.` in translations/. */
export class DownloadError extends Error {
  readonly reason: 'unreachable' | 'refused' | 'redirect' | 'list' | 'cut' | 'wrongHash' | 'noRoom' | 'disk' | 'exists';
  readonly values: Record<string, string | number>;
  constructor(reason: DownloadError['reason'], values: Record<string, string | number> = {}, cause?: unknown) {
    super(`download: ${reason} ${JSON.stringify(values)}`, { cause });
    this.reason = reason;
    this.values = values;
  }
}

export interface HubOptions {
  /** Address of the hub, without a slash at its end. */
  address: string;
  log: Log;
  /** The hub is given up when it says nothing for so long. */
  silenceMs: number;
}

export interface Listing {
  revision: string;
  licence: string | null;
  files: HubFile[];
}

/** Asks what the model consists of now. @throws {DownloadError} */
export async function askForFiles(hub: HubOptions, signal: AbortSignal): Promise<Listing> {
  const answer = await request(hub, `${hub.address}/api/models/${REPOSITORY}/revision/main?blobs=true`, { signal, headers: {} });
  if (!answer.ok) throw new DownloadError('refused', { address: hub.address, status: answer.status });
  const read = Answer.safeParse(await answer.json().catch(() => null));
  if (!read.success) throw new DownloadError('list', { address: hub.address }, read.error);
  const { cardData, sha, siblings } = read.data;
  const files = siblings.map(({ blobId, lfs, rfilename, size }) => ({ name: rfilename, bytes: lfs?.size ?? size, sha256: lfs?.sha256 ?? null, gitSha1: blobId ?? null }));
  return { revision: sha, licence: cardData?.license ?? null, files };
}

/** The address of a file, at a revision that never changes. */
export function addressOfFile(hub: HubOptions, revision: string, name: string): string {
  return `${hub.address}/${REPOSITORY}/resolve/${revision}/${name.split('/').map(encodeURIComponent).join('/')}`;
}

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** GET that follows redirects itself: each address it goes to is in the log, and none is unencrypted beyond this computer. @throws {DownloadError} */
export async function request(hub: HubOptions, address: string, { headers, signal }: { headers: Record<string, string>; signal: AbortSignal }): Promise<Response> {
  let next = new URL(address);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    if (next.protocol !== 'https:' && !(next.protocol === 'http:' && LOOPBACK.includes(next.hostname))) throw new DownloadError('redirect', { address: next.origin });
    hub.log.info({ address: next.origin + next.pathname }, 'asking for a model');
    const answer = await get(next, { headers, signal, silenceMs: hub.silenceMs });
    const location = REDIRECTS.includes(answer.status) ? answer.headers.get('location') : null;
    if (location === null) return answer;
    await answer.body?.cancel();
    next = new URL(location, next);
  }
  throw new DownloadError('redirect', { address: next.origin });
}

async function get(address: URL, { headers, signal, silenceMs }: { headers: Record<string, string>; signal: AbortSignal; silenceMs: number }): Promise<Response> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    // What is hashed must be what was stored: nothing packed on the way.
    const plain = { 'accept-encoding': 'identity', 'user-agent': 'dragoman' };
    return await fetch(address, { redirect: 'manual', headers: { ...plain, ...headers }, signal: AbortSignal.any([signal, silence.signal]) });
  } catch (error) {
    signal.throwIfAborted();
    throw new DownloadError('unreachable', { address: address.origin }, error);
  } finally {
    clearTimeout(timer);
  }
}
