/** dragoman segment: text in, its sentences out. Needs no database and no model. */
import { readFileSync } from 'node:fs';
import { exceptionsIn, NO_EXCEPTIONS, type Exceptions } from '../core/segmentation/exceptions.ts';
import { sentences } from '../core/segmentation/segmentation.ts';
import { AppError } from '../errors.ts';
import { decodeFile, ENCODINGS } from '../formats/charset.ts';
import { ENCODING_HELP, oneOf, readArguments, refuseNames } from './arguments.ts';
import type { Command } from './command.ts';
import { EXIT, Refusal } from './exit-codes.ts';
import { paragraphsOf, readInput } from './input.ts';
import { writeLines } from './output.ts';

const LANGUAGES = ['ar', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

export const segment: Command = {
  summary: 'cut text into sentences',
  usage: '[--lang ar|en] [--exceptions FILE] [--encoding NAME] [--json] < TEXT',
  help: [
    'Reads text from standard input and prints one sentence per line. Uses no database.',
    '',
    '  --lang ar|en   whose rules decide where a sentence ends; ar unless said otherwise',
    '  --exceptions FILE   abbreviations after which a sentence goes on, one a line (UTF-8), as the settings of a project hold them',
    ENCODING_HELP,
    '  --json         one JSON object per line: {"paragraph":0,"start":0,"end":53,"text":"…"}',
    '',
    'paragraph counts from 0 the lines that hold anything to read; blank lines are none. start and end are UTF-16 units from the',
    'beginning of the whole input, in which a byte order mark is one and CR LF are two; end is the first unit after the sentence.',
    'The output is UTF-8.',
  ].join('\n'),
  exits: ['inputUnreadable', 'outputNotWritable'],
  async run(args) {
    const { values, positionals } = readArguments(args, {
      lang: { type: 'string' },
      exceptions: { type: 'string' },
      encoding: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    refuseNames(positionals);
    const language = oneOf('--lang', LANGUAGES, values.lang) ?? 'ar';
    const exceptions = values.exceptions === undefined ? NO_EXCEPTIONS : readExceptions(values.exceptions);
    const found = sentencesOf(await readInput(oneOf('--encoding', ENCODINGS, values.encoding)), { language, exceptions });
    await writeLines(values.json ? asJson(found) : asText(found));
  },
};

/** @throws {Refusal} */
function readExceptions(name: string): Exceptions {
  try {
    return exceptionsIn(decodeFile({ name, bytes: readFileSync(name) }).text);
  } catch (error) {
    const reason = error instanceof AppError ? 'it is no text' : (error as Error).message;
    throw new Refusal(EXIT.inputUnreadable, `“${name}” cannot be read (${reason}).`, {
      remedy: 'Give a text file with one abbreviation a line.',
      cause: error,
    });
  }
}

interface Sentence {
  paragraph: number;
  start: number;
  end: number;
  text: string;
}

function* sentencesOf(text: string, { language, exceptions }: { language: Language; exceptions: Exceptions }): Generator<Sentence> {
  for (const [paragraph, place] of paragraphsOf(text).entries())
    for (const span of sentences(text.slice(place.start, place.end), language, exceptions)) {
      const start = place.start + span.start;
      const end = place.start + span.end;
      yield { paragraph, start, end, text: text.slice(start, end) };
    }
}

function* asJson(found: Iterable<Sentence>): Generator<string> {
  for (const sentence of found) yield JSON.stringify(sentence);
}

function* asText(found: Iterable<Sentence>): Generator<string> {
  for (const { text } of found) yield text;
}
