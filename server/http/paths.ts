/** Where to go after signing in: a path of ours or nowhere. */
export function ownPath(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\')) return '/';
  const url = new URL(next, 'http://own.invalid');
  return url.origin === 'http://own.invalid' && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/';
}
