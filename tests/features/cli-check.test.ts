/** `dragoman check`, the built program as a process: pairs in, findings out, no database. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { newPlace, type Place } from '../support/program.ts';
import { ensureBuilt } from '../support/workbench.ts';

const PAIRS = [
  'قتل ثلاثة أشخاص وأصيب 12 آخرون.\tThree people were killed and 21 others injured.',
  '',
  'هل وصل القطار؟\tHas the train arrived?',
  'زار ميشوستين بكين.\tMedvedev  visited Beijing.\tMishustin visited Beijing.',
].join('\n');

let place: Place;
let file: string;
beforeAll(async () => {
  place = newPlace();
  file = path.join(place.folder, 'pairs.tsv');
  writeFileSync(file, PAIRS);
  await ensureBuilt();
});
afterAll(() => place.remove());

describe('check', () => {
  test('with --json prints one object per finding, with ranges of the two texts of its line', () => {
    const { status, stdout, stderr } = place.dragoman(['check', file, '--json']);
    expect([status, stderr]).toEqual([EXIT.done, '']);
    expect(stdout.trim().split('\n')).toEqual([
      '{"line":1,"check":"number","severity":"high","message":"The source says 12, the target 21.","source":[22,24],"target":[29,31]}',
      '{"line":4,"check":"name","severity":"medium","message":"The name ميشوستين (Mishustin in the draft) is missing from the target.","source":[4,12],"target":null}',
      '{"line":4,"check":"spaces","severity":"low","message":"Several spaces in a row.","source":null,"target":[8,10]}',
    ]);
  });

  test('reads standard input when it is called -, and prints a line for each finding', () => {
    expect(place.feed(['check', '-'], `\ufeff${PAIRS}\r\n`).stdout.split('\n')[0]).toBe('1\thigh\tnumber\tThe source says 12, the target 21.');
  });

  test('says nothing about good translations', () => {
    expect(place.feed(['check', '-', '--fail-on', 'info'], 'نعم.\tYes.\n')).toMatchObject({ status: EXIT.done, stdout: '', stderr: '' });
  });

  test('fails on the severity that is asked for and on graver ones', () => {
    const low = 'انتهى الاجتماع.\tThe meeting  ended.\n';
    const codes = ['low', 'medium'].map((severity) => place.feed(['check', '-', '--fail-on', severity], low).status);
    expect(codes).toEqual([EXIT.findings, EXIT.done]);
  });

  test('refuses lines without a tab, files that are not there and arguments that are none', () => {
    // Before anything is printed: half an answer would look like a whole one.
    expect(place.feed(['check', '-'], 'قتل 12.\tIt killed 21.\nلا.')).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('Line 2 has no tab') as unknown,
    });
    expect(place.feed(['check', '-'], 'نعم.').status).toBe(EXIT.inputUnreadable);
    expect(place.dragoman(['check', 'nowhere.tsv']).status).toBe(EXIT.inputUnreadable);
    expect(place.dragoman(['check']).status).toBe(EXIT.usage);
    expect(place.dragoman(['check', file, '--fail-on', 'never']).status).toBe(EXIT.usage);
  });

  test('explains itself, its codes included', () => {
    const { status, stdout } = place.dragoman(['check', '--help']);
    expect(status).toBe(EXIT.done);
    expect(stdout).toMatch(/--fail-on[\s\S]*\n {2}18 {2}checks found/);
  });
});
