/** What a backup holds, in one line. */
import type { SnapshotFacts } from '../db/snapshot.ts';

export function factsOf({ bytes, counts }: Pick<SnapshotFacts, 'bytes' | 'counts'>): string {
  const { document = 0, segment = 0, revision = 0 } = counts;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB: documents ${document}, segments ${segment}, versions of texts ${revision}`;
}
