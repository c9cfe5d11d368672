import type { Log } from '../../server/http/log.ts';

/** Keeps what was said, for tests that want to know. */
export function createQuietLog(): Log & { lines: { level: string; message: string; facts: Record<string, unknown> }[] } {
  const lines: { level: string; message: string; facts: Record<string, unknown> }[] = [];
  const at = (level: string) => (facts: Record<string, unknown>, message: string) => void lines.push({ level, message, facts });
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
