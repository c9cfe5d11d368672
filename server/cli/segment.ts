/** dragoman segment: text in, its sentences out. Needs no database and no model. */
import { sentences } from '../core/segmentation/segmentation.ts';
import { ENCODINGS } from '../formats/charset.ts';
import { ENCODING_HELP, oneOf, readArguments, refuseNames } from './arguments.ts';
import type { Command } from './command.ts';
import { paragraphsOf, readInput } from './input.ts';
import { writeLines } from './output.ts';

const LANGUAGES = ['ar', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

export const segment: Command = {
  summary: 'cut text into sentences',
  usage: '[--lang ar|en] [--encoding NAME] [--json] < TEXT',
  help: [
    'Reads text from standard input and prints one sentence per line. Uses no database.',
    '',
    '  --lang ar|en   whose rules decide where a sentence ends; ar unless said otherwise',
    ENCODING_HELP,
    '  --json         one JSON object per line: {"paragraph":0,"start":0,"end":53,"text":"…"}',
    '',
    'paragraph counts from 0 the lines that hold anything to read; blank lines are none. start and end are UTF-16 units from the',
    'beginning of the whole input, in which a byte order mark is one and CR LF are two; end is the first unit after the sentence.',
    'The output is UTF-8.',
  ].join('\n'),
  exits: ['inputUnreadable', 'outputNotWritable'],
  async run(args) {
    const { values, positionals } = readArguments(args, { lang: { type: 'string' }, encoding: { type: 'string' }, json: { type: 'boolean', default: false } });
    refuseNames(positionals);
    const language = oneOf('--lang', LANGUAGES, values.lang) ?? 'ar';
    const found = sentencesOf(await readInput(oneOf('--encoding', ENCODINGS, values.encoding)), language);
    await writeLines(values.json ? asJson(found) : asText(found));
  },
};

interface Sentence {
  paragraph: number;
  start: number;
  end: number;
  text: string;
}

function* sentencesOf(text: string, language: Language): Generator<Sentence> {
  for (const [paragraph, place] of paragraphsOf(text).entries())
    for (const span of sentences(text.slice(place.start, place.end), language)) {
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
