import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sentences } from '../../server/core/segmentation/segmentation.ts';
import { sha256 } from '../../server/db/ids.ts';
import { readMultipart } from '../../server/imports/multipart.ts';
import { createImports, type ImportRequest, type Imports, type UploadedFile } from '../../server/imports/service.ts';
import { createProjects, requireMember } from '../../server/projects/service.ts';
import { encode } from '../formats/encode.ts';
import { addPerson, addProject, openTestDb, type TestDb, readRows } from '../support/database.ts';
import { readProjectFile } from '../support/project-files.ts';

const article = readProjectFile('samples/russia-china.ar.txt');
const paragraphs = article
  .trim()
  .split('\n')
  .map((line) => line.trim());
const file = (name: string, content: string | Uint8Array): UploadedFile => ({
  name,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
});

let box: TestDb;
let imports: Imports;
let amal: { personId: string; isAdmin: boolean };
let projectId: string;
let queued: string[];
let logged: string[];

beforeEach(async () => {
  box = await openTestDb();
  const { db } = box;
  amal = { personId: await addPerson(db, 'Amal'), isAdmin: false };
  projectId = await addProject(db, 'News desk', { [amal.personId]: ['translator'] });
  [queued, logged] = [[], []];
  imports = importsThat(async (id) => void queued.push(id));
});
afterEach(() => box.remove());

function importsThat(queue: (documentId: string) => Promise<void>): Imports {
  const log = { info: () => undefined, warn: () => undefined, error: (_facts: unknown, message: string) => void logged.push(message) };
  return createImports({ db: box.db, log, requireMember, projects: createProjects({ db: box.db }), queueDrafts: (_actor, id) => queue(id) });
}

const importing = (request: Partial<ImportRequest> & Pick<ImportRequest, 'files'>, actor = amal) =>
  imports.importFiles(actor, { project: { id: projectId }, draft: false, ...request });

const rowsOf = (documentId: string) => readRows(box.db, documentId);

async function counts(): Promise<Record<string, number>> {
  const tables = ['project', 'document', 'source_version', 'block', 'segment', 'target', 'change'] as const;
  const numbers = await Promise.all(
    tables.map((table) =>
      box.db.read
        .selectFrom(table)
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow(),
    ),
  );
  return Object.fromEntries(tables.map((table, index) => [table, Number(numbers[index]!.n)]));
}

describe('an imported file', () => {
  test('becomes a document with its bytes, its paragraphs in order and one empty segment for each', async () => {
    const { documentIds } = await importing({ files: [file('russia-china.ar.txt', article)] });
    const { document, version, blocks, segments } = await rowsOf(documentIds[0]!);
    expect(document).toMatchObject({ project_id: projectId, title_target: '', note: '' });
    expect(version).toMatchObject({ number: 1, file_name: 'russia-china.ar.txt', format: 'text', encoding: 'utf-8', sha256: sha256(article) });
    expect(version.original.toString()).toBe(article);
    expect(blocks.map(({ number, text }) => [number, text])).toEqual(paragraphs.map((text, index) => [index + 1, text]));
    expect(segments.map((segment) => segment.text.slice(segment.start_offset, segment.end_offset))).toEqual(paragraphs);
    expect(segments.map((segment) => segment.source_hash)).toEqual(paragraphs.map((text) => sha256(text)));
    expect(new Set(segments.map((segment) => `${segment.lang} ${segment.state} ${segment.head_revision_id}`))).toEqual(new Set(['en initial null']));
  });

  test('is segmented by sentence on request, or when its project is; white space between sentences belongs to none', async () => {
    const text = 'ذهب الولد إلى المدرسة.  عاد في المساء! نام؟';
    const wanted = ['ذهب الولد إلى المدرسة.', 'عاد في المساء!', 'نام؟'];
    const cut = async (request: Partial<ImportRequest>) => {
      const { documentIds } = await importing({ files: [file('a.txt', text)], ...request });
      return (await rowsOf(documentIds[0]!)).segments.map((segment) => segment.text.slice(segment.start_offset, segment.end_offset));
    };
    expect(sentences(text, 'ar')).toHaveLength(3);
    expect(await cut({ segmentUnit: 'sentence' })).toEqual(wanted);
    expect(await cut({})).toEqual([text]);
    await box.db.write((tx) => tx.updateTable('project').set({ segment_unit: 'sentence' }).where('id', '=', projectId).execute());
    expect(await cut({})).toEqual(wanted);
    expect(await cut({ segmentUnit: 'paragraph' })).toEqual([text]);
  });

  test('keeps sentences whole after the abbreviations of the project', async () => {
    const text = 'زار قطكو. الكبرى. ثم عاد.';
    const cut = async () => {
      const { documentIds } = await importing({ files: [file('a.txt', text)], segmentUnit: 'sentence' });
      return (await rowsOf(documentIds[0]!)).segments.map((segment) => segment.text.slice(segment.start_offset, segment.end_offset));
    };
    expect(await cut()).toHaveLength(3);
    await box.db.write((tx) => tx.updateTable('project').set({ segment_exceptions: 'قطكو.' }).where('id', '=', projectId).execute());
    expect(await cut()).toEqual(['زار قطكو. الكبرى.', 'ثم عاد.']);
  });

  test('by sentence into a new project makes that the way of the project', async () => {
    const { projectId: made } = await importing({ files: [file('a.txt', 'أول')], project: { name: 'By sentence' }, segmentUnit: 'sentence' });
    expect((await imports.projectsFor(amal)).find(({ id }) => id === made)).toMatchObject({ segmentUnit: 'sentence' });
  });

  test('keeps kinds, levels and inline codes of its blocks', async () => {
    const { documentIds } = await importing({ files: [file('a.md', '## عنوان\n\n- بند **مهم**\n\n3. ثالث\n\n   تتمة\n')] });
    const { blocks, version } = await rowsOf(documentIds[0]!);
    expect(blocks.map(({ kind, level, marker }) => [kind, level, marker])).toEqual([
      ['heading', 2, null],
      ['list-item', 1, null],
      ['list-item', 1, '3'],
      ['list-item', 1, '"none"'],
    ]);
    expect((JSON.parse(blocks[1]!.codes) as { data: string }[]).map(({ data }) => data)).toEqual(['**', '**']);
    expect(version.format).toBe('markdown');
  });

  test.each([
    ['page.html', '<title>عنوان الصفحة</title><h1>رأس</h1>', 'عنوان الصفحة'],
    ['a.md', 'فقرة\n\n# رأس **المقال**', 'رأس المقال'],
    ['a.txt', 'سطر قصير\nسطر آخر', 'سطر قصير'],
    ['a.txt', `${'كلمة '.repeat(30)}\nآخر`, `${'كلمة '.repeat(16).trim()}…`],
    ['a.txt', 'ا'.repeat(200), `${'ا'.repeat(80)}…`],
  ])('%s with %j is called %j', async (name, content, title) => {
    const { documentIds } = await importing({ files: [file(name, content)] });
    expect((await rowsOf(documentIds[0]!)).document.title_source).toBe(title);
  });

  test('is announced in the change log', async () => {
    const { documentIds } = await importing({ files: [file('a.txt', 'أول\nثان')] });
    const change = await box.db.read.selectFrom('change').selectAll().executeTakeFirstOrThrow();
    expect(change).toMatchObject({
      kind: 'document.imported',
      project_id: projectId,
      document_id: documentIds[0],
      person_id: amal.personId,
      data: '{"title":"أول","segments":2}',
    });
  });

  test('remembers the encoding it was read in, chosen or found', async () => {
    const bytes = encode('مرحبا من بيروت يا أهل البلد الكرام', 'windows-1256');
    const { documentIds } = await importing({ files: [file('a.txt', bytes), { ...file('b.txt', encode('نص عربي', 'utf-8')), encoding: 'windows-1256' }] });
    const versions = await Promise.all(documentIds.map(async (id) => (await rowsOf(id)).version.encoding));
    expect(versions).toEqual(['windows-1256', 'windows-1256']);
  });

  test('of five thousand paragraphs keeps them all in order', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `فقرة رقم ${index}`);
    const { documentIds } = await importing({ files: [file('a.txt', lines.join('\n'))] });
    expect((await rowsOf(documentIds[0]!)).blocks.map((block) => block.text)).toEqual(lines);
  });
});

describe('an import', () => {
  test('makes a document of each of several files, in order', async () => {
    const { documentIds } = await importing({ files: [file('a.txt', 'أول'), file('b.md', '# ثان'), file('c.html', '<p>ثالث')] });
    const titles = await Promise.all(documentIds.map(async (id) => (await rowsOf(id)).document.title_source));
    expect(titles).toEqual(['أول', 'ثان', 'ثالث']);
  });

  test.each([
    ['a wrong type', file('b.pdf', 'PK'), 'unsupported', 'import.unknownType'],
    ['an empty file', file('b.txt', ''), 'invalid', 'import.empty'],
    ['a file without words', file('b.txt', ' \n '), 'invalid', 'import.noText'],
    ['a program under the name of a text', file('b.txt', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1])), 'unsupported', 'import.binary'],
    ['a damaged file', file('b.txt', new TextEncoder().encode(article).subarray(0, 1002)), 'invalid', 'import.broken'],
  ])('with %s among good files keeps nothing and says which field is wrong', async (_, bad, code, key) => {
    const before = await counts();
    await expect(importing({ files: [file('a.txt', 'أول'), bad], project: { name: 'New' } })).rejects.toMatchObject({ code, key, details: { field: 'files' } });
    expect(await counts()).toEqual(before);
  });

  test('that breaks while it is being written leaves nothing', async () => {
    await box.db.write(async (tx) => {
      const taken = { id: 'x', project_id: projectId, title_source: '', title_target: '', note: '', created_at: '', binned_at: null };
      await tx.insertInto('document').values(taken).execute();
    });
    const before = await counts();
    const breaking = createImports({
      db: {
        ...box.db,
        write: (work) =>
          box.db.write(async (tx) => {
            await work(tx);
            throw new Error('the disk is full');
          }),
      },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      requireMember,
      projects: createProjects({ db: box.db }),
      queueDrafts: async (_actor, id) => void queued.push(id),
    });
    await expect(breaking.importFiles(amal, { project: { name: 'New' }, files: [file('a.txt', article)], draft: true })).rejects.toThrow('the disk is full');
    expect(await counts()).toEqual(before);
    expect(queued).toEqual([]);
  });

  test('of nothing is refused beside the text field', async () => {
    await expect(importing({ files: [] })).rejects.toMatchObject({ key: 'import.nothing', details: { field: 'text' } });
    await expect(importing({ files: [{ ...file('a.txt', '\u200f'), isPasted: true }] })).rejects.toMatchObject({
      key: 'import.noText',
      details: { field: 'text' },
    });
  });

  test('into a new project makes it, with the person as its member', async () => {
    const { projectId: made, documentIds } = await importing({ files: [file('a.txt', 'أول')], project: { name: 'Letters' } });
    expect((await imports.projectsFor(amal)).map(({ name }) => name)).toEqual(['News desk', 'Letters']);
    expect((await rowsOf(documentIds[0]!)).document.project_id).toBe(made);
  });

  test('asks for drafts after it was kept, only when wanted, and survives when they cannot be had', async () => {
    const {
      documentIds: [kept],
    } = await importing({ files: [file('a.txt', 'أول')] });
    expect(queued).toEqual([]);
    const { documentIds } = await importing({ files: [file('a.txt', 'أول'), file('b.txt', 'ثان')], draft: true });
    expect(queued).toEqual(documentIds);
    imports = importsThat(() => Promise.reject(new Error('no model')));
    const {
      documentIds: [other],
    } = await importing({ files: [file('c.txt', 'ثالث')], draft: true });
    expect([kept, other].every(Boolean)).toBe(true);
    expect(logged).toHaveLength(1);
  });

  test('is for translators and managers of the project', async () => {
    const { db } = box;
    const people = { reviewer: await addPerson(db, 'Noor'), manager: await addPerson(db, 'Salma'), stranger: await addPerson(db, 'Hadi') };
    const project = await addProject(db, 'Other', { [people.reviewer]: ['reviewer'], [people.manager]: ['manager'] });
    const as = (personId: string) => importing({ files: [file('a.txt', 'أول')], project: { id: project } }, { personId, isAdmin: true });
    await expect(as(people.reviewer)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(as(people.stranger)).rejects.toMatchObject({ code: 'not-found' });
    expect((await as(people.manager)).documentIds).toHaveLength(1);
    expect(await imports.projectsFor({ personId: people.reviewer, isAdmin: false })).toEqual([]);
  });
});

/** The longest time in which nothing else could run while `work` did, in ms. */
async function longestHold(work: () => Promise<unknown>): Promise<number> {
  let [last, longest, isRunning] = [performance.now(), 0, true];
  const tick = () => {
    const now = performance.now();
    [longest, last] = [Math.max(longest, now - last), now];
    if (isRunning) setImmediate(tick);
  };
  tick();
  await work();
  tick();
  isRunning = false;
  return longest;
}

test('a hold is noticed', async () => {
  const busy = async () => {
    const end = performance.now() + 30;
    while (performance.now() < end);
  };
  expect(await longestHold(busy)).toBeGreaterThan(29);
});

test('importing an article does not hold up others for 50 ms', async () => {
  const holds: number[] = [];
  for (let round = 0; round < 5; round++) holds.push(await longestHold(() => importing({ files: [file('russia-china.ar.txt', article)] })));
  // Other programs of the machine hold up a round now and then; the program itself would hold up every one.
  expect(Math.min(...holds)).toBeLessThan(50);
});

test('a form whose connection breaks is given up with the reason', async () => {
  const request = Object.assign(new PassThrough(), { headers: { 'content-type': 'multipart/form-data; boundary=b' }, complete: false });
  const reading = readMultipart(request as unknown as IncomingMessage, { maxBytes: 1000, maxFiles: 2 });
  request.write(
    '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nكلمة\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nنص',
  );
  await new Promise((resolve) => setImmediate(resolve));
  request.destroy();
  await expect(reading).rejects.toMatchObject({ key: 'import.cutOff', fields: { text: 'كلمة' } });
});

test('a role taken away while the files were being read counts', async () => {
  const { write } = box.db;
  box.db.write = (work) =>
    write(async (tx) => {
      await tx.updateTable('membership').set({ roles: '["reviewer"]' }).execute();
      return work(tx);
    });
  imports = importsThat(async () => undefined);
  await expect(importing({ files: [file('a.txt', 'أول')] })).rejects.toMatchObject({ code: 'forbidden' });
});

describe('a preview', () => {
  test('says what was recognised in each file and keeps nothing', async () => {
    const before = await counts();
    const [text, page, bad] = await imports.preview([
      file('russia-china.ar.txt', article),
      file('a.html', '<!-- x --><p>كلمة <b>مهمة</b></p>'),
      file('b.pdf', '%PDF'),
    ]);
    expect(text).toMatchObject({ name: 'russia-china.ar.txt', bytes: new TextEncoder().encode(article).length, error: null });
    expect(text!.facts).toMatchObject({
      format: 'TXT',
      encoding: 'utf-8',
      certainty: 'valid',
      language: 'ar',
      dir: 'rtl',
      paragraphs: 14,
      sentences: 20,
      words: 452,
      leftOut: [],
    });
    expect(text!.facts!.beginning).toEqual(paragraphs.slice(0, 4));
    expect(page!.facts).toMatchObject({ format: 'HTML', beginning: ['كلمة مهمة'], leftOut: [{ what: 'comments', count: 1 }] });
    expect(bad).toMatchObject({ facts: null, error: { key: 'import.unknownType' } });
    expect(await counts()).toEqual(before);
  });

  test('takes the encoding the person chose', async () => {
    const bytes = encode('مرحبا من بيروت', 'windows-1256');
    const [chosen] = await imports.preview([{ ...file('a.txt', bytes), encoding: 'iso-8859-6' }]);
    expect(chosen).toMatchObject({ chosenEncoding: 'iso-8859-6', facts: { encoding: 'iso-8859-6', certainty: 'chosen' } });
    const [wrong] = await imports.preview([{ ...file('a.txt', bytes), encoding: 'utf-8' }]);
    expect(wrong).toMatchObject({ chosenEncoding: 'utf-8', facts: null, error: { key: 'import.notThatEncoding' } });
  });

  test('knows a text that is not Arabic', async () => {
    const [english] = await imports.preview([file('a.txt', 'Only English here')]);
    expect(english!.facts).toMatchObject({ language: 'en', dir: 'ltr' });
  });
});
