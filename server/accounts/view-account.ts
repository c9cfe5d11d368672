/** Sessions by the names people know: which browser on which system. */
import type { OwnAccount } from './service.ts';

/** In this order: most browsers also claim to be those below them. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** null where nothing is recognised. */
export function browserOf(userAgent: string): { browser: string | null; system: string | null } {
  const named = (list: readonly [RegExp, string][]) => list.find(([mark]) => mark.test(userAgent))?.[1] ?? null;
  return { browser: named(BROWSERS), system: named(SYSTEMS) };
}

export function accountView({ sessions, ...account }: OwnAccount, idHash: string) {
  const shown = sessions.map(({ userAgent, ...session }) => ({ ...session, ...browserOf(userAgent), isThis: session.idHash === idHash }));
  return { ...account, sessions: shown.sort((a, b) => Number(b.isThis) - Number(a.isThis)) };
}
