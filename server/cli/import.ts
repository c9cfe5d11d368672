/** dragoman import: files become documents, as on the import page. It writes for long, so it needs the data folder to itself. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { may, type Actor } from '../core/permissions.ts';
import { ENCODINGS } from '../formats/charset.ts';
import { storableText } from '../http/validation.ts';
import type { ImportRequest, UploadedFile } from '../imports/service.ts';
import { readAnnouncement } from './announcement.ts';
import { oneOf, readArguments } from './arguments.ts';
import { say, UsageError, type Command } from './command.ts';
import { claim, loadConfig, openDatabase, prepareFolder } from './data-folder.ts';
import { DATA_EXITS, EXIT, Refusal } from './exit-codes.ts';
import { actingPerson, withRooms } from './rooms.ts';

const UNITS = ['sentence', 'paragraph'] as const;
const LONGEST_PROJECT_NAME = 100;

export const importFiles: Command = {
  summary: 'make documents of files',
  usage: 'FILE… [--project NAME] [--by sentence|paragraph] [--encoding NAME] [--no-draft] [--as LOGIN]',
  help: [
    'Makes a document of each file, all or none, and prints a line for each: its id, a tab, the file. What can be read, and in which',
    'encodings, is the same as on the import page. Does not work while the server runs on the same data: use its import page then.',
    '',
    '  --project NAME             the project they go to; made when there is none of that name. Without it: the only one besides the sample',
    '  --by sentence|paragraph    what becomes one segment; as the project says unless said otherwise',
    `  --encoding NAME            ${ENCODINGS.join(', ')}: of all the files; found out for each unless said`,
    '  --no-draft                 ask for no drafts; without it drafting begins when the server starts',
    '  --as LOGIN                 who imports (login or name); needed when there are several people',
  ].join('\n'),
  exits: [...DATA_EXITS, 'inputUnreadable', 'notThere'],
  async run(args) {
    const { values, positionals: names } = readArguments(args, {
      project: { type: 'string' },
      by: { type: 'string' },
      encoding: { type: 'string' },
      'no-draft': { type: 'boolean', default: false },
      as: { type: 'string' },
    });
    if (names.length === 0) throw new UsageError('Name at least one file.');
    const segmentUnit = oneOf('--by', UNITS, values.by);
    const encoding = oneOf('--encoding', ENCODINGS, values.encoding);
    const config = loadConfig();
    const read = await readFiles(names, config);
    const files = encoding ? read.map((file): UploadedFile => ({ ...file, encoding })) : read;
    const lock = claimAlone(config);
    try {
      await withRooms(config, await openDatabase(config), async (rooms) => {
        const actor = await actingPerson(rooms.accounts, values.as);
        const project = await projectFor(rooms, actor, values.project);
        const { documentIds } = await rooms.imports.importFiles(actor, { project, files, segmentUnit, draft: !values['no-draft'] });
        say(...documentIds.map((id, index) => `${id}\t${names[index]}`));
      });
    } finally {
      lock.release();
    }
  },
};

function claimAlone(config: Readonly<Config>) {
  prepareFolder(config);
  try {
    return claim(config);
  } catch (error) {
    if (!(error instanceof Refusal) || error.exitCode !== EXIT.dataInUse) throw error;
    const remedy = readAnnouncement(config.dataDir) ? 'Use its page “New translation”, or stop it and import again.' : 'Import again when it has ended.';
    throw new Refusal(EXIT.dataInUse, error.message, { remedy: `Nothing was imported. ${remedy}`, cause: error });
  }
}

/** All of them, before anything is opened. @throws {Refusal} naming the first that cannot be read */
async function readFiles(names: readonly string[], { maxUploadBytes }: Config): Promise<UploadedFile[]> {
  const files: UploadedFile[] = [];
  for (const name of names) files.push({ name: path.basename(name), bytes: await readOne(name, maxUploadBytes) });
  return files;
}

async function readOne(name: string, maxBytes: number): Promise<Uint8Array> {
  const refuse = (reason: string, cause?: unknown) =>
    new Refusal(EXIT.inputUnreadable, `“${name}” ${reason}. Nothing was imported.`, { remedy: 'Name files that can be read.', cause });
  try {
    if ((await stat(name)).size > maxBytes) throw refuse(`is larger than ${maxBytes / (1024 * 1024)} MB (DRAGOMAN_MAX_UPLOAD_MB)`);
    return await readFile(name);
  } catch (error) {
    throw error instanceof Refusal ? error : refuse(whyNot(error), error);
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const reasons: Record<string, string> = { ENOENT: 'is not there', EISDIR: 'is a folder', EACCES: 'may not be read by this user' };
  return reasons[code] ?? `cannot be read (${code})`;
}

/** @throws {UsageError} when the name does not say which */
async function projectFor({ projects }: Context, actor: Actor, said: string | undefined): Promise<ImportRequest['project']> {
  const mine = (await projects.list(actor)).filter(({ roles }) => may(roles, 'document.import'));
  const name = said?.trim();
  if (name === undefined) {
    const own = mine.filter((project) => !project.isSample);
    if (own.length === 1) return { id: own[0]!.id };
    throw new UsageError(own.length === 0 ? 'Name a project with --project NAME; it will be made.' : `Say which project with --project: ${listed(own)}.`);
  }
  const named = mine.filter((project) => project.name === name || project.id === name);
  if (named.length > 1) throw new UsageError(`There are several projects “${name}”. Give the id of one instead: ${named.map(({ id }) => id).join(', ')}.`);
  if (named.length === 1) return { id: named[0]!.id };
  if (name === '' || !storableText(LONGEST_PROJECT_NAME).safeParse(name).success)
    throw new UsageError(`A project’s name has 1 to ${LONGEST_PROJECT_NAME} characters.`);
  return { name };
}

function listed(projects: readonly { name: string }[]): string {
  return projects.map(({ name }) => `“${name}”`).join(', ');
}
