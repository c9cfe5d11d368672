/** The sample project of a new installation: the article in samples/, brought in as any file is. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Actor } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import type { Imports } from './service.ts';
import { setTitles } from './store.ts';

const Sample = z.strictObject({ file: z.string(), titleSource: z.string(), titleTarget: z.string() });

/** Returns a use case that gives the actor the sample project and begins its drafts; it answers the document's id. */
export function createImportSample({ db, imports, samplesDir }: { db: Db; imports: Imports; samplesDir: string }) {
  return async (actor: Actor, projectName: string): Promise<string> => {
    const sample = Sample.parse(JSON.parse(readFileSync(path.join(samplesDir, 'russia-china.json'), 'utf8')));
    const file = { name: sample.file, bytes: readFileSync(path.join(samplesDir, sample.file)), isPasted: false };
    const { documentIds } = await imports.importFiles(actor, { project: { name: projectName, isSample: true }, files: [file], draft: true });
    const documentId = documentIds[0]!;
    await db.write((tx) => setTitles(tx, documentId, sample));
    return documentId;
  };
}
