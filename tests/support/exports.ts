/** Exports wired as the program wires them, for a database of a test. */
import path from 'node:path';
import type { Db } from '../../server/db/connect.ts';
import { createRequireDocument } from '../../server/documents/service.ts';
import { ExportOptions } from '../../server/exports/options.ts';
import { createExports, type Exports } from '../../server/exports/service.ts';
import { formatById } from '../../server/formats/registry.ts';
import { createTranslations } from '../../server/http/locale.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createSegments } from '../../server/segments/service.ts';
import { projectRoot } from '../../server/project-root.ts';

export function exportsOf(db: Db): Exports {
  const { translator } = createTranslations(path.join(projectRoot, 'translations'), (locale, key) => {
    throw new Error(`no words for ${key} in ${locale}`);
  });
  const requireDocument = createRequireDocument(requireMember);
  const { findings } = createSegments({ db, requireMember, requireDocument });
  return createExports({ db, formatById, requireDocument, translator, findings });
}

export async function exportedText(
  exports: Exports,
  personId: string,
  documentId: string,
  options: Partial<ExportOptions> = {},
): Promise<{ fileName: string; text: string }> {
  const { fileName, bytes } = await exports.exportOf({ personId, isAdmin: false }, documentId, ExportOptions.parse({ kind: 'bilingual', ...options }));
  return { fileName, text: Buffer.from(bytes).toString('utf8') };
}
