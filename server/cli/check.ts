/** dragoman check: pairs of source and target in, what looks wrong out. Needs no database and no model. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHECK_SEVERITIES, type Finding } from '../core/checks/check.ts';
import type { Pair } from '../core/checks/pair-text.ts';
import { runChecks } from '../core/checks/run.ts';
import type { Span } from '../core/model.ts';
import { AppError } from '../errors.ts';
import { decodeFile, ENCODINGS } from '../formats/charset.ts';
import type { Encoding } from '../formats/format.ts';
import { createTranslations, type Translate } from '../http/locale.ts';
import { projectRoot } from '../project-root.ts';
import { ENCODING_HELP, oneOf, readArguments } from './arguments.ts';
import { UsageError, type Command } from './command.ts';
import { EXIT, Refusal } from './exit-codes.ts';
import { readInput, unreadable } from './input.ts';
import { writeLines } from './output.ts';

const STANDARD_INPUT = '-';

export const check: Command = {
  summary: 'say what looks wrong in translations',
  usage: 'PAIRS.tsv [--json] [--fail-on high|medium|low|info] [--encoding NAME]',
  help: [
    'Reads pairs, one on a line: source, tab, target and, after another tab, the machine draft if there is one; further columns and',
    'empty lines are passed over. - reads standard input.',
    'Prints a line for each finding; nothing when there is none. Names, omissions and additions are looked for only where there is a draft.',
    'docs/checks.md in the folder of Dragoman says what each check fires on. Uses no database.',
    '',
    '  --json         one JSON object per finding:',
    '                 {"line":1,"check":"number","severity":"high","message":"…","source":[3,5],"target":[8,10]}',
    '  --fail-on      end with code 18 when there is a finding of this severity or a graver one; without it findings are no failure',
    ENCODING_HELP,
    '',
    'line counts from 1. source and target are half-open ranges of UTF-16 units of the source and of the target on that line; null where',
    'a finding is about the whole of them, or about something that is missing there.',
  ].join('\n'),
  exits: ['inputUnreadable', 'outputNotWritable', 'findings'],
  async run(args) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      'fail-on': { type: 'string' },
      encoding: { type: 'string' },
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('Name one file of pairs, or - for standard input.');
    const failOn = oneOf('--fail-on', CHECK_SEVERITIES, values['fail-on']);
    const pairs = pairsIn(await readPairs(file, oneOf('--encoding', ENCODINGS, values.encoding)));
    const translate = words();
    let fails = false;
    await writeLines(printed());
    if (fails) process.exitCode = EXIT.findings;

    function* printed(): Generator<string> {
      for (const { line, finding } of findingsIn(pairs)) {
        if (failOn && CHECK_SEVERITIES.indexOf(finding.severity) <= CHECK_SEVERITIES.indexOf(failOn)) fails = true;
        yield values.json ? asJson(line, finding, translate) : asText(line, finding, translate);
      }
    }
  },
};

async function readPairs(name: string, encoding: Encoding | undefined): Promise<string> {
  if (name === STANDARD_INPUT) return (await readInput(encoding)).replace(/^\ufeff/, '');
  const bytes = bytesOf(name);
  if (bytes.length === 0) return '';
  try {
    return decodeFile({ name, bytes, ...(encoding && { encoding }) }).text;
  } catch (error) {
    throw error instanceof AppError ? unreadable(error) : error;
  }
}

function bytesOf(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch (error) {
    throw new Refusal(EXIT.inputUnreadable, `“${name}” cannot be read (${(error as Error).message}).`, { remedy: 'Give a file of pairs.', cause: error });
  }
}

interface Line extends Pair {
  line: number;
}

/** All pairs, before anything is printed: a file that is no table of pairs leaves no half of an answer. @throws {Refusal} for a line without a tab */
function pairsIn(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((row, index): Line[] => {
    if (row.trim() === '') return [];
    const line = index + 1;
    const [source = '', target, draft] = row.split('\t');
    if (target === undefined) {
      throw new Refusal(EXIT.inputUnreadable, `Line ${line} has no tab between source and target.`, { remedy: 'Put one pair on each line.' });
    }
    return [{ line, source, target, ...(draft !== undefined && { draft }) }];
  });
}

function* findingsIn(pairs: readonly Line[]): Generator<{ line: number; finding: Finding }> {
  for (const { line, ...pair } of pairs) for (const finding of runChecks(pair).findings) yield { line, finding };
}

function words(): Translate {
  return createTranslations(path.join(projectRoot, 'translations'), () => undefined).translator('en');
}

function asJson(line: number, { check: id, severity, message, values, source, target }: Finding, translate: Translate): string {
  return JSON.stringify({
    line,
    check: id,
    severity,
    message: translate(`client.check.${message}`, { ...values }),
    source: asPair(source),
    target: asPair(target),
  });
}

function asPair(span: Span | null): [number, number] | null {
  return span && [span.start, span.end];
}

function asText(line: number, { check: id, severity, message, values }: Finding, translate: Translate): string {
  return [line, severity, id, translate(`client.check.${message}`, { ...values })].join('\t');
}
