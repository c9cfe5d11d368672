/** dragoman export: a document as a bilingual edition or in the format it came in. Only reads, so it works beside a running server. */
import { existsSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { fold } from '../core/language/fold.ts';
import type { Actor } from '../core/permissions.ts';
import { listDocuments } from '../documents/store-home.ts';
import { ExportOptions, KINDS, LAYOUTS } from '../exports/options.ts';
import { SCOPES } from '../exports/paragraphs.ts';
import type { ExportedFile } from '../exports/service.ts';
import { oneOf, readArguments } from './arguments.ts';
import { openBeside } from './beside.ts';
import { say, UsageError, type Command } from './command.ts';
import { databaseFile, loadConfig } from './data-folder.ts';
import { DATA_EXITS, EXIT, Refusal } from './exit-codes.ts';
import { write } from './output.ts';
import { actingPerson, withRooms } from './rooms.ts';

export const exportDocument: Command = {
  summary: 'write a document to a file',
  usage: `DOCUMENT [--kind ${KINDS.join('|')}] [--scope ${SCOPES.join('|')}] [--layout ${LAYOUTS.join('|')}] [--out FILE|-] [--as LOGIN] | --list`,
  help: [
    'DOCUMENT is an id, or how a title begins, in either language, when only one begins so. The server may go on running.',
    '',
    '  --list              lists the documents: id, project and titles, with tabs between them',
    '  --kind NAME         bilingual: one HTML file with both texts (this is usual); bilingual-docx: both as a Word document;',
    '                      target: the English alone, in the format the file came in',
    '  --scope all         everything, drafts marked as such (this is usual); confirmed: what somebody signed for; approved: what a reviewer approved',
    `  --layout NAME       how the bilingual edition opens: ${LAYOUTS.join(', ')}`,
    '  --out FILE          where to; - is standard output. Without it: a file in this folder, named as on the export page, which must not exist yet',
    '  --as LOGIN          who exports (login or name); needed when there are several people',
  ].join('\n'),
  exits: [...DATA_EXITS, 'notThere', 'outputNotWritable'],
  async run(args) {
    const { values, positionals } = readArguments(args, {
      list: { type: 'boolean', default: false },
      kind: { type: 'string' },
      scope: { type: 'string' },
      layout: { type: 'string' },
      out: { type: 'string' },
      as: { type: 'string' },
    });
    const [name, ...more] = positionals;
    if (values.list ? name !== undefined : name === undefined)
      throw new UsageError(values.list ? '--list takes no document.' : 'Name a document, or say --list.');
    if (more.length > 0) throw new UsageError('One document at a time. Put a title with spaces in quotes.');
    const options = ExportOptions.parse({
      kind: oneOf('--kind', KINDS, values.kind) ?? KINDS[0],
      scope: oneOf('--scope', SCOPES, values.scope),
      layout: oneOf('--layout', LAYOUTS, values.layout),
    });
    const config = loadConfig();
    if (!existsSync(databaseFile(config.dataDir)))
      throw new Refusal(EXIT.notThere, `There are no documents in ${config.dataDir} yet.`, { remedy: 'Import some, or name another folder in DRAGOMAN_DATA.' });
    await withRooms({ ...config, logLevel: 'silent' }, await openBeside(config), async (rooms) => {
      const actor = await actingPerson(rooms.accounts, values.as);
      const documents = await documentsOf(rooms, actor);
      if (name === undefined) return list(documents);
      const { id } = documentCalled(documents, name);
      await deliver(await rooms.exports.exportOf(actor, id, options), values.out);
    });
  },
};

interface Listed {
  id: string;
  project: string;
  titles: string[];
}

async function documentsOf({ db, projects }: Context, actor: Actor): Promise<Listed[]> {
  const mine = new Map((await projects.list(actor)).map(({ id, name }) => [id, name]));
  const rows = await listDocuments(db.read, [...mine.keys()]);
  return rows.map((row) => ({ id: row.id, project: mine.get(row.project_id) ?? '', titles: [row.title_source, row.title_target].filter(Boolean) }));
}

function list(documents: readonly Listed[]): void {
  if (documents.length > 0) say(...documents.map(({ id, project, titles }) => [id, project, ...titles].join('\t')));
}

/** Case, vowels and spelling variants make no difference. A whole title goes before beginnings. @throws {Refusal} @throws {UsageError} */
function documentCalled(documents: readonly Listed[], name: string): Listed {
  const asked = fold(name.trim()).text;
  const titled = (fits: (title: string) => boolean) => documents.filter(({ titles }) => titles.some((title) => fits(fold(title).text)));
  const candidates = [documents.filter(({ id }) => id === name), titled((title) => title === asked), titled((title) => title.startsWith(asked))];
  const found = candidates.find(({ length }) => length > 0) ?? [];
  if (found.length > 1) throw new UsageError(`${found.length} documents are called so. Give more of the title, or the id: dragoman export --list.`);
  if (!found[0] || asked === '') throw new Refusal(EXIT.notThere, `There is no document “${name}”.`, { remedy: 'npx dragoman export --list shows them.' });
  return found[0];
}

async function deliver({ fileName, bytes }: ExportedFile, out: string | undefined): Promise<void> {
  if (out === '-') return write(bytes);
  if (out === undefined && existsSync(fileName))
    throw new Refusal(EXIT.outputNotWritable, `${fileName} exists already and was left as it is.`, { remedy: `To replace it: --out ${fileName}` });
  const file = out === undefined ? fileName : isFolder(out) ? path.join(out, fileName) : out;
  await replace(file, bytes);
  say(file);
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** /dev/null and its like, which nothing can take the place of. */
function isDevice(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile();
}

/** Whole or not at all: whoever is there before stays until everything is written. */
async function replace(file: string, bytes: Uint8Array): Promise<void> {
  if (isDevice(file)) return writeFile(file, bytes);
  const half = `${file}.${process.pid}.part`;
  try {
    await writeFile(half, bytes);
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true }).catch(() => undefined);
    throw new Refusal(EXIT.outputNotWritable, `${file} cannot be written (${error instanceof Error ? error.message : String(error)}).`, {
      remedy: 'Name another file with --out.',
      cause: error,
    });
  }
}
