/** dragoman draft: Arabic text in, machine drafts in English out, through the same engine and process as the server. Needs no database. */
import pino from 'pino';
import { joinSentences } from '../core/drafts/join.ts';
import { CODE_PATTERN, codeNumber } from '../core/inline/codes.ts';
import { FORMAT } from '../core/language/characters.ts';
import type { Block, InlineCode } from '../core/model.ts';
import { EngineLostError, ModelError } from '../drafts/engine.ts';
import { createDrafts, type DraftedSentence, type Drafts } from '../drafts/service.ts';
import { AppError } from '../errors.ts';
import { chosenModel } from '../models/service.ts';
import { BlockBuilder } from '../formats/block-builder.ts';
import { ENCODINGS } from '../formats/charset.ts';
import { ENCODING_HELP, oneOf, readArguments, refuseNames } from './arguments.ts';
import type { Command } from './command.ts';
import { loadConfig } from './data-folder.ts';
import { EXIT, Refusal } from './exit-codes.ts';
import { paragraphsOf, readInput, unreadable } from './input.ts';
import { write } from './output.ts';

export const draft: Command = {
  summary: 'draft Arabic text in English',
  usage: '[--encoding NAME] [--json] < TEXT',
  help: [
    'Reads Arabic text from standard input and prints machine drafts of its paragraphs, line for line, each as soon as it is made.',
    'Uses no database. These are drafts: nobody has signed for them.',
    '',
    ENCODING_HELP,
    '  --json         one JSON object per paragraph:',
    '                 {"paragraph":0,"source":"…","draft":"…","sentences":[{"start":0,"end":53,"target":"…","score":-0.41}],"model":"…"}',
    '',
    'paragraph counts from 0 the lines that hold anything to read; source is such a line without the white space around it; start and',
    'end are UTF-16 units of source. score is the mean log-probability of a token: 0 is certain, also for what needs no translation.',
    'The model is the one in DRAGOMAN_MODEL, or the one in use (npx dragoman models list).',
  ].join('\n'),
  exits: ['badConfiguration', 'modelUnusable', 'inputUnreadable', 'outputNotWritable'],
  async run(args) {
    const { values, positionals } = readArguments(args, { encoding: { type: 'string' }, json: { type: 'boolean', default: false } });
    refuseNames(positionals);
    const encoding = oneOf('--encoding', ENCODINGS, values.encoding);
    const config = loadConfig();
    const drafts = createDrafts({ config, model: chosenModel(config), log: pino({ level: 'silent' }) });
    try {
      const { name: model } = await drafts.facts();
      const text = await readInput(encoding);
      const paragraphs = readParagraphs(text);
      await (values.json ? printJson(drafts, paragraphs, model) : printText(drafts, paragraphs, text));
    } catch (error) {
      throw explained(error);
    } finally {
      await drafts.close();
    }
  },
};

interface Paragraph {
  start: number;
  end: number;
  source: string;
  /** The source as the engine wants it: private-use characters of the input are codes. Offsets are the same. */
  block: Block;
}

/** Before the first is drafted, so that a paragraph that cannot be is told of at once. @throws {AppError} */
function readParagraphs(text: string): Paragraph[] {
  return paragraphsOf(text).map(({ start, end }) => {
    const source = text.slice(start, end);
    const builder = new BlockBuilder('');
    builder.addText(source);
    return { start, end, source, block: builder.build({ kind: 'paragraph', anchor: '' }) };
  });
}

async function printJson(drafts: Drafts, paragraphs: readonly Paragraph[], model: string): Promise<void> {
  for (const [index, { source, block }] of paragraphs.entries()) {
    const drafted = await draftOf(drafts, block);
    const sentences = drafted.map(({ span, text, scores }) => ({ ...span, target: readable(text, block.codes), score: mean(scores) }));
    await write(`${JSON.stringify({ paragraph: index, source, draft: joined(block, drafted), sentences, model })}\n`);
  }
}

/** What stands between two paragraphs follows the first at once, so that whoever reads lines has it. */
async function printText(drafts: Drafts, paragraphs: readonly Paragraph[], text: string): Promise<void> {
  await write(between(text, 0, paragraphs[0]?.start));
  for (const [index, { end, block }] of paragraphs.entries())
    await write(joined(block, await draftOf(drafts, block)) + between(text, end, paragraphs[index + 1]?.start));
}

const ATTEMPTS = 3;

/** A process that was lost is started again by itself. */
async function draftOf(drafts: Drafts, { text, codes }: Block, attempt = 1): Promise<DraftedSentence[]> {
  try {
    return await drafts.draftText(text, codes, { urgency: 'interactive' });
  } catch (error) {
    if (!(error instanceof EngineLostError) || attempt === ATTEMPTS) throw error;
    return draftOf(drafts, { text, codes } as Block, attempt + 1);
  }
}

/** The draft of a paragraph, which is one line. */
function joined({ text, codes }: Block, drafted: readonly DraftedSentence[]): string {
  return readable(joinSentences(text, drafted).text, codes)
    .replace(/[\r\n]+/g, ' ')
    .trim();
}

function readable(text: string, codes: readonly InlineCode[]): string {
  return text.replace(CODE_PATTERN, (char) => codes[codeNumber(char) - 1]?.data ?? '');
}

const FORMAT_CHARACTERS = new RegExp(`[${FORMAT}]`, 'g');

/** Line ends and white space as they are; marks of direction and of byte order have no use around English. */
function between(text: string, start: number, end: number | undefined): string {
  return text.slice(start, end).replace(FORMAT_CHARACTERS, '');
}

function mean(scores: readonly number[]): number {
  if (scores.length === 0) return 0;
  return Number((scores.reduce((sum, score) => sum + score, 0) / scores.length).toFixed(4));
}

const MODEL_REASONS: Record<ModelError['reason'], (error: ModelError) => string> = {
  missing: ({ file }) => `There is no model to draft with: ${file} is missing.`,
  damaged: ({ file }) => `The model is damaged: ${file} is not as it should be.`,
  unloadable: ({ file, cause }) => `The model in ${file} cannot be loaded: ${inOneLine(String(cause))}`,
};

const LONGEST_CAUSE = 300;

/** What a library says, which may be pages. */
function inOneLine(cause: string): string {
  const line = cause.replace(/^(?:\w*Error: )+/, '').replace(/\s+/g, ' ');
  return line.length > LONGEST_CAUSE ? `${line.slice(0, LONGEST_CAUSE)}…` : line;
}

function explained(error: unknown): unknown {
  const remedy = 'Put a whole copy of the model there, or name the folder of another in DRAGOMAN_MODEL.';
  if (error instanceof ModelError) return new Refusal(EXIT.modelUnusable, MODEL_REASONS[error.reason](error), { remedy, cause: error });
  if (error instanceof EngineLostError)
    return new Refusal(EXIT.modelUnusable, `The engine ended ${ATTEMPTS} times without a draft.`, {
      remedy: 'The machine may lack memory for this model: free some, set DRAGOMAN_MT_THREADS=1, or name a smaller model in DRAGOMAN_MODEL.',
      cause: error,
    });
  return error instanceof AppError ? unreadable(error) : error;
}
