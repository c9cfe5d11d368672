/** A process that exports one document and prints the file: node --import tsx export-once.ts <database> <person> <document>. */
import { connect } from '../../server/db/connect.ts';
import { ExportOptions } from '../../server/exports/options.ts';
import { exportsOf } from './exports.ts';

const [file, personId, documentId] = process.argv.slice(2) as [string, string, string];
const db = await connect(file);
const { bytes } = await exportsOf(db).exportOf({ personId, isAdmin: false }, documentId, ExportOptions.parse({ kind: 'bilingual' }));
process.stdout.write(bytes);
await db.close();
