/** The HTTP server around the app: time limits for slow clients, and an answer for what is no HTTP. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { CONTENT_SECURITY_POLICY } from './headers.ts';

const HEADERS_MS = 20_000;
const REQUEST_MS = 120_000;
/** How often the two are looked at; Node's own half a minute would come on top of them. */
const LOOK_EVERY_MS = 5_000;

/** @param tls PEM of certificate and key, when the server itself speaks https. */
export function createHttpServer(app: RequestListener, tls: { cert: Buffer; key: Buffer } | null = null): Server {
  const limits = { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: LOOK_EVERY_MS };
  const server: Server = tls ? createSecureServer({ ...limits, ...tls }, app) : createServer(limits, app);
  server.on('clientError', endBrokenRequest);
  return server;
}

function endBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Security-Policy: ${CONTENT_SECURITY_POLICY}\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
