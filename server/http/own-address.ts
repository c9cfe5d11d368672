/** The address that stands in links to this server. It comes from the settings, never from what a request claims. */
import type { Request } from 'express';

export type OwnAddress = (req: Request) => string;

/** @param publicUrl the origin people type, when there is one; else this computer's own. */
export function ownAddress({ publicUrl, host }: { publicUrl: string | null; host: string }): OwnAddress {
  return (req) => publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${req.socket.localPort ?? 0}`;
}
