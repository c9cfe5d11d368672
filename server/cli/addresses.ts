export function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Where a sign-in link leads. */
export function linkAt(address: string, token: string): string {
  return `${address}/link/${token}`;
}
