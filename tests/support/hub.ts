/** A local server that plays the hub and the storage it redirects to, and misbehaves when told to. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphField } from '../../server/drafts/onnx/bytes.ts';
import { neededFiles, PLAIN_FILES } from '../../server/drafts/model-files.ts';

export const REVISION = '0123456789abcdef0123456789abcdef01234567';
const REPOSITORY = 'Xenova/opus-mt-ar-en';

/** What it does with the next requests for a file, in turn; `ok` when there is nothing left. */
type Manner = 'ok' | 'cut' | 'whole' | 'busy' | 'silent' | 'hang-up';

export interface PlayedHub {
  address: string;
  files: Map<string, Buffer>;
  /** `GET /path` with the range asked for. */
  asked: string[];
  behave(...manners: Manner[]): void;
  /** Bytes a file really has, while the list says otherwise. */
  sent: Map<string, Buffer>;
  /** What the model's card says; people write all sorts of things there. */
  licence: unknown;
  /** Where the hub sends whoever asks for a file; by default its storage. */
  redirectTo: string | null;
  /** Once set, answers to requests for files stop halfway and wait until it is called. */
  hold(): () => void;
  close(): Promise<void>;
}

export function smallModel(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const config = { model_type: 'marian', d_model: 4, max_position_embeddings: 8 };
  for (const name of PLAIN_FILES) files.set(name, Buffer.from(JSON.stringify(name === 'config.json' ? config : { name })));
  for (const dtype of ['fp32', 'q8'] as const)
    for (const name of neededFiles(dtype, []).filter((each) => each.endsWith('.onnx'))) files.set(name, graphOf(dtype === 'fp32' ? 400_000 : 100_000, name));
  files.set('README.md', Buffer.from('---\nlicense: apache-2.0\n---\n# opus-mt-ar-en\n'));
  files.set('pytorch_model.bin', Buffer.alloc(1000));
  return files;
}

/** Of so many bytes, in one field as a model has it; nothing in it makes sense. */
function graphOf(bytes: number, filling: string): Buffer {
  const HEAD = 4;
  return Buffer.from(graphField([Buffer.alloc(bytes - HEAD, filling)]));
}

export async function playHub(files = smallModel()): Promise<PlayedHub> {
  const asked: string[] = [];
  const manners: Manner[] = [];
  const sent = new Map<string, Buffer>();
  let gate: Promise<void> | null = null;
  const server: Server = createServer((request, response) => {
    const { headers, method, url = '' } = request;
    asked.push([method, url, headers.range].filter(Boolean).join(' '));
    if (url.startsWith(`/api/models/${REPOSITORY}/revision/main`)) return answerList(hub, response);
    const name = decodeURIComponent(/\/(?:resolve\/[0-9a-f]{40}|resolve-cache\/models\/[^?]*[0-9a-f]{40}|storage)\/([^?]*)/.exec(url)?.[1] ?? '');
    if (url.includes('/resolve/')) return void redirect(name, hub, response);
    const content = sent.get(name) ?? files.get(name);
    if (!content) return void response.writeHead(404).end();
    void answerFile(content, { request, response, manner: manners.shift() ?? 'ok', gate });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hub: PlayedHub = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    asked,
    sent,
    licence: 'apache-2.0',
    redirectTo: null,
    behave: (...more) => void manners.push(...more),
    hold() {
      let open = () => {};
      gate = new Promise((resolve) => (open = resolve));
      return () => {
        gate = null;
        open();
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hub;
}

/** Small files lie on the hub itself, large ones in its storage at a signed address. */
function redirect(name: string, { address, redirectTo }: PlayedHub, response: ServerResponse): void {
  const [status, location] = name.includes('.onnx')
    ? [302, `${address}/storage/${encodeURIComponent(name)}?Expires=1&Signature=a~b%2Fc`]
    : [307, `/api/resolve-cache/models/${REPOSITORY}/${REVISION}/${encodeURIComponent(name)}?etag=%22x%22`];
  response.writeHead(status, { location: redirectTo ?? location }).end();
}

function answerList({ files, licence }: PlayedHub, response: ServerResponse): void {
  const siblings = Array.from(files, ([rfilename, content]) => {
    const blobId = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    const isLarge = rfilename.endsWith('.onnx');
    return {
      rfilename,
      size: content.length,
      blobId,
      ...(isLarge ? { lfs: { sha256: createHash('sha256').update(content).digest('hex'), size: content.length } } : {}),
    };
  });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id: REPOSITORY, sha: REVISION, cardData: { license: licence }, siblings }));
}

interface Answering {
  request: IncomingMessage;
  response: ServerResponse;
  manner: Manner;
  gate: Promise<void> | null;
}

async function answerFile(content: Buffer, { gate, manner, request, response }: Answering): Promise<void> {
  if (manner === 'hang-up') return void request.socket.destroy();
  if (manner === 'busy') return void response.writeHead(503).end();
  const from = manner === 'whole' ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from > 0) response.writeHead(206, { 'content-length': content.length - from, 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` });
  else response.writeHead(200, { 'content-length': content.length });
  const half = from + Math.ceil((content.length - from) / 2);
  response.write(content.subarray(from, half));
  if (manner === 'silent') return;
  // Time enough to read what was sent: whoever has not read it when the connection breaks loses it.
  if (manner === 'cut') return void setTimeout(() => request.socket.destroy(), 300);
  await gate;
  response.end(content.subarray(half));
}
