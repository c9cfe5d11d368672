/** dragoman models: which models there are and which drafts. Works beside a running server, which follows within seconds. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import pino from 'pino';
import type { Config } from '../config.ts';
import { isBehind } from '../db/connect.ts';
import { DTYPES, type Dtype } from '../drafts/service.ts';
import { AppError } from '../errors.ts';
import { createTranslations, type Translate } from '../http/locale.ts';
import { createDownload, DownloadError, REPOSITORY, unasked, usesOf, type ModelEntry, type UseRow } from '../models/service.ts';
import { projectRoot } from '../project-root.ts';
import { oneOf, quoted, readArguments } from './arguments.ts';
import { say, UsageError, type Command } from './command.ts';
import { databaseFile, loadConfig, openDatabase, prepareFolder } from './data-folder.ts';
import { diskFull, isDiskFull } from './disk-full.ts';
import { EXIT, Refusal } from './exit-codes.ts';

type Task = (config: Config, args: readonly string[]) => Promise<void>;

const TASKS: Record<string, Task> = { list, add, remove, use, verify };

export const models: Command = {
  summary: 'the models that draft: list, add, remove, use, verify',
  usage: `list [--json] | add FOLDER | add ${REPOSITORY} [--dtype KIND] [--yes] | use MODEL [--dtype KIND] | verify MODEL | remove MODEL`,
  help: [
    '  list           every model: name, folder, size, licence, what it is known to reach, how many drafts of it there are. * marks the one that drafts.',
    '                 --json          one line of JSON for each, with its files and their SHA-256',
    '  add FOLDER     puts a folder on the list that holds a Marian model as transformers.js loads it. It stays there and is only read.',
    `  add ${REPOSITORY}`,
    '                 downloads that model: says first where from and how large, and asks. What was cut off goes on when asked for again.',
    '                 --yes           do not ask',
    '  use MODEL      drafts come from this model from now on. A running server follows within seconds.',
    '  verify MODEL   reads every byte and compares SHA-256 with the manifest, or with what it was when it was added.',
    '  remove MODEL   takes a folder off the list, which stays where it is; deletes a downloaded model.',
    `  --dtype KIND   which of its files: ${DTYPES.join(', ')}`,
    '',
    'MODEL is a name of the list, or a folder. DRAGOMAN_MODEL goes before any choice; DRAGOMAN_OFFLINE=1 forbids downloads; DRAGOMAN_HUB is where from.',
  ].join('\n'),
  exits: ['badConfiguration', 'dataNotWritable', 'diskFull', 'modelUnusable', 'notThere'],
  async run([action, ...rest]) {
    const task = action !== undefined && Object.hasOwn(TASKS, action) ? TASKS[action] : undefined;
    if (!task) throw new UsageError(action === undefined ? 'Say what to do.' : `“${action}” is none of ${Object.keys(TASKS).join(', ')}.`);
    try {
      await task(loadConfig(), rest);
    } catch (error) {
      throw explained(error);
    }
  },
};

async function list(config: Config, args: readonly string[]): Promise<void> {
  const { positionals, values } = readArguments(args, { json: { type: 'boolean', default: false } });
  if (positionals.length > 0) throw new UsageError(`“${positionals[0]}” is not needed.`);
  const uses = await readUses(config).catch(withoutUses);
  for (const model of await unasked.list(config)) {
    const { documents, sentences } = usesOf(model, uses);
    const usedIn = { documents: documents.length, sentences };
    say(values.json ? asJson(model, usedIn) : describe(model, usedIn));
  }
}

/** Where drafts of each model are; none while there is no database, or one that another program of Dragoman will first bring up to date. */
async function readUses(config: Config): Promise<UseRow[]> {
  if (isBehind(databaseFile(config.dataDir))) return [];
  const db = await openDatabase(config);
  try {
    return await unasked.uses(db.read);
  } finally {
    await db.close();
  }
}

/** A database that cannot be opened is no reason to say nothing of models. */
function withoutUses(error: unknown): UseRow[] {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message} So it is not said how many drafts of each model there are.\n\n`);
  return [];
}

interface UsedIn {
  sentences: number;
  documents: number;
}

function describe({ dir, bytes, dtype, isInUse, isWeak, licence, name, problem, reach }: ModelEntry, { documents, sentences }: UsedIn): string {
  const facts = [`${megabytes(bytes)} MB`, dtype, licence ?? 'licence not stated', ...(isWeak ? ['weak'] : [])];
  const reached = reach.map(({ beams, bleu, set }) => `${set}: BLEU ${bleu}${beams === undefined ? '' : ` (beams ${beams})`}`);
  return [
    `${isInUse ? '*' : ' '} ${name}  ${facts.join(', ')}`,
    `    ${dir}`,
    ...reached.map((line) => `    ${line}`),
    ...(sentences > 0 ? [`    drafts of it: ${countOf(sentences, 'sentence')} in ${countOf(documents, 'document')}`] : []),
    ...(problem ? [`    ${wordsOf(problem)}`] : []),
  ].join('\n');
}

function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function asJson({ problem, ...model }: ModelEntry, usedIn: UsedIn): string {
  return JSON.stringify({ ...model, usedIn, problem: problem && wordsOf(problem) });
}

async function add(config: Config, args: readonly string[]): Promise<void> {
  const { positionals, values } = readArguments(args, { dtype: { type: 'string' }, yes: { type: 'boolean', default: false } });
  const said = onlyName(positionals, 'Say which folder.');
  prepareFolder(config);
  if (said === REPOSITORY && !existsSync(said)) return fetchModel(config, { dtype: oneOf('--dtype', DTYPES, values.dtype), isAgreed: values.yes });
  const dir = await unasked.add(config, path.resolve(said));
  say(`${dir} is on the list.`, `Drafts come from it after: npx dragoman models use ${quoted(await shortestName(config, dir))}`);
}

/** The folder's own name, or all of it when another model has that name. */
async function shortestName(config: Config, dir: string): Promise<string> {
  const name = path.basename(dir);
  const called = (await unasked.list(config)).filter((model) => model.name === name);
  return called.length > 1 ? dir : name;
}

async function fetchModel(config: Config, { dtype, isAgreed }: { dtype: Dtype | undefined; isAgreed: boolean }): Promise<void> {
  if (config.models.isOffline) throw new AppError('conflict', 'models.offline');
  const folder = path.join(config.models.folder, path.posix.basename(REPOSITORY));
  const download = createDownload(config, pino({ level: 'silent' }));
  if (download.status.state === 'done') throw new DownloadError('exists', { folder });
  if (download.status.state !== 'broken') await download.ask();
  const { address, offers, received, total } = download.status;
  say(`${REPOSITORY} from ${address}`, 'Nothing but its files is asked for.');
  const kind = total > 0 ? 'fp32' : kindOf(offers, dtype);
  if (total > 0) say(`${megabytes(total)} MB, of which ${megabytes(received)} MB are here: it goes on from there.`);
  else say(...offers.map((offer) => `${offer.dtype === kind ? '*' : ' '} ${offer.dtype}: ${megabytes(offer.bytes)} MB`));
  if (!isAgreed && !(await agrees())) return say('Nothing was downloaded.');
  await withProgress(download, kind);
  say(`It is in ${folder}, every file as on the hub’s list.`);
}

/** The kind that was said, or the one that is small and good enough. @throws {UsageError} */
function kindOf(offers: readonly { dtype: Dtype }[], said: Dtype | undefined): Dtype {
  const kinds = offers.map(({ dtype }) => dtype);
  if (said !== undefined && !kinds.includes(said)) throw new UsageError(`There are ${kinds.join(', ')}.`);
  return said ?? kinds.find((kind) => kind === 'q8') ?? kinds[0]!;
}

/** @throws {UsageError} nobody is there to be asked */
async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('Nobody is there to be asked: say --yes to download.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Download it? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

const SHOW_MS = 500;

async function withProgress(download: ReturnType<typeof createDownload>, dtype: Dtype): Promise<void> {
  const show = () => process.stderr.write(`\r${megabytes(download.status.received)} of ${megabytes(download.status.total)} MB `);
  await download.start(dtype);
  const timer = setInterval(show, SHOW_MS);
  await download.ended();
  clearInterval(timer);
  show();
  process.stderr.write('\n');
  const { problem } = download.status;
  if (problem) throw problem;
}

async function use(config: Config, args: readonly string[]): Promise<void> {
  const { positionals, values } = readArguments(args, { dtype: { type: 'string' } });
  const dtype = oneOf('--dtype', DTYPES, values.dtype) ?? null;
  const model = await findModel(config, onlyName(positionals, 'Say which model.'));
  if (dtype !== null && !model.dtypes.includes(dtype)) throw new UsageError(`${model.name} has ${model.dtypes.join(', ')}.`);
  prepareFolder(config);
  await unasked.use(config, model.dir, dtype);
  say(`Drafts come from ${model.name} from now on. Drafts that are there stay.`);
}

async function verify(config: Config, args: readonly string[]): Promise<void> {
  const { positionals } = readArguments(args, {});
  const model = await findModel(config, onlyName(positionals, 'Say which model.'));
  await unasked.verify(config, model);
  say(`${model.name}: every file is as it should be.`);
}

async function remove(config: Config, args: readonly string[]): Promise<void> {
  const { positionals } = readArguments(args, {});
  const model = await findModel(config, onlyName(positionals, 'Say which model.'));
  await unasked.remove(config, model);
  say(model.origin === 'downloaded' ? `${model.name} is deleted.` : `${model.dir} is off the list, and stays where it is.`);
}

function onlyName([name, ...more]: readonly string[], missing: string): string {
  if (name === undefined) throw new UsageError(missing);
  if (more.length > 0) throw new UsageError(`“${more[0]}” is not understood.`);
  return name;
}

/** By name or folder. @throws {UsageError} several are called so @throws {Refusal} */
async function findModel(config: Config, said: string): Promise<ModelEntry> {
  const all = await unasked.list(config);
  const found = all.filter(({ dir, name }) => name === said || dir === path.resolve(said));
  if (found.length > 1) throw new UsageError(`Several models are called “${said}”: give the folder.`);
  if (!found[0])
    throw new Refusal(EXIT.notThere, `There is no model “${said}” on the list.`, {
      remedy: 'npx dragoman models list shows them all; add FOLDER puts one there.',
    });
  return found[0];
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 });
}

/** In the words of the interface. */
function wordsOf({ key, values }: Pick<AppError, 'key' | 'values'>): string {
  const t: Translate = createTranslations(path.join(projectRoot, 'translations'), () => undefined).translator('en');
  return t(`error.${key}`, values);
}

function explained(error: unknown): unknown {
  if (isDiskFull(error)) return diskFull(error);
  if (error instanceof DownloadError) {
    const code = error.reason === 'noRoom' ? EXIT.diskFull : EXIT.modelUnusable;
    return new Refusal(code, wordsOf({ key: `download.${error.reason}`, values: error.values }), { remedy: '', cause: error });
  }
  if (error instanceof AppError) return new Refusal(EXIT.modelUnusable, wordsOf(error), { remedy: '', cause: error });
  return error;
}
