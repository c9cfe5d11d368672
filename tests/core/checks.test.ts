import { describe, expect, test } from 'vitest';
import { CHECK_IDS, type CheckId, type Finding } from '../../server/core/checks/check.ts';
import { lengthNorm } from '../../server/core/checks/length.ts';
import { CHECKS, DOCUMENT_CHECKS } from '../../server/core/checks/list.ts';
import type { Pair } from '../../server/core/checks/pair-text.ts';
import { runChecks, runDocumentChecks } from '../../server/core/checks/run.ts';
import { nameSimilarity } from '../../server/core/language/transliteration.ts';
import own from '../fixtures/checks.cases.json' with { type: 'json' };
import gold from '../fixtures/checks.gold.json' with { type: 'json' };
import names from '../fixtures/names.gold.json' with { type: 'json' };
import { readProjectFile } from '../support/project-files.ts';

const idsOf = (findings: readonly { check: CheckId }[]): CheckId[] => [...new Set(findings.map(({ check }) => check))];
const fired = (pair: Pair): CheckId[] => idsOf(runChecks(pair).findings);
const marked = (text: string, span: { start: number; end: number } | null): string | null => span && text.slice(span.start, span.end);

function applied(target: string, findings: readonly Finding[]): string {
  const edits = findings.flatMap(({ fix }) => fix ?? []).sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((text, { span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end), target);
}

describe('gold pairs', () => {
  test.each(gold.cases.map(({ id, source, target, check }) => [id, check ?? 'nothing', { source, target }] as const))('%s: %s fires', (_id, check, pair) => {
    const ids = fired(pair).filter((id) => check === 'nothing' || id !== 'length' || check === 'length');
    expect(ids).toEqual(check === 'nothing' ? [] : [check]);
  });
});

/** Cases of news, law, science and products, with what is easily mistaken for an error beside each error. */
describe('pairs that look alike', () => {
  const ALONGSIDE = new Set<CheckId>(['length', 'omission', 'repeated-word', 'untouched-draft']);
  const others = (found: CheckId[], check: string | null): CheckId[] => found.filter((id) => id === check || check === null || !ALONGSIDE.has(id));

  test.each(own.cases.map((one) => [one.source, one.target, one] as const))('%s → %s', (_source, _target, { check, ...pair }) => {
    expect(others(fired(pair as Pair), check)).toEqual(check === null ? [] : [check]);
  });

  test.each(own.documents.map(({ check, pairs }) => [check ?? 'nothing', pairs] as const))('in a document: %s', (check, pairs) => {
    const found = idsOf(runDocumentChecks(pairs.map((pair, index) => ({ ...pair, id: String(index) }))).findings);
    expect(found).toEqual(check === 'nothing' ? [] : [check]);
  });

  test('are judged the same whatever was judged before', () => {
    const dates = { source: 'في 20 مارس أغلقت، وفي 23 مارس شددت الإجراءات.', target: 'On 20 March it closed, and on 23 March measures were tightened.' };
    fired({ source: 'صدر القرار في شهر مارس.', target: 'The decision came out in March.' });
    expect(fired(dates)).toEqual([]);
  });
});

test.each([
  ['وصل الوزير يوم الجُمعة.', 'The minister came.', 'weekday', { name: 'Friday', written: 'يوم الجُمعة' }],
  ['صدر القرار في شهر أيلول.', 'The decision came out.', 'month.missing', { source: 'September', written: 'أيلول' }],
  ['صدر القرار في شهر أيلول.', 'The decision came out in May.', 'month.differs', { source: 'September', written: 'أيلول', target: 'May' }],
  [
    'أغلقت في 20 مارس، وفتحت في 23 أبريل.',
    'It closed on 23 March and opened on 20 April.',
    'date.differs',
    { source: '20 March', written: '20 مارس', target: '23 March' },
  ],
])('%s: the finding has what the source writes, and its English', (source, target, message, values) => {
  expect(runChecks({ source, target }).findings.find((finding) => finding.message === message)?.values).toEqual(values);
});

describe('names', () => {
  test('that are the same score higher than any two that are not', () => {
    const scores = (match: boolean) =>
      names.pairs.filter(([, , same]) => same === match).map(([arabic, latin]) => nameSimilarity(String(arabic), String(latin)));
    expect(Math.min(...scores(true))).toBeGreaterThan(0.75);
    expect(Math.max(...scores(false))).toBeLessThan(0.6);
  });
});

describe('the guide', () => {
  const sections = readProjectFile('docs/guide/checks.md')
    .split('\n### ')
    .slice(1)
    .map((section) => {
      const [id = '', ...lines] = section.replaceAll('\\<', '<').split('\n');
      return { id: id as CheckId, examples: lines.flatMap(exampleOf) };
    });

  test('has a section for every check', () => {
    expect(sections.map(({ id }) => id).sort()).toEqual([...CHECK_IDS].sort());
  });

  test.each(sections.map(({ id, examples }) => [id, examples] as const))('shows %s fire and be silent', (_, examples) => {
    expect(new Set(examples.map(({ isTrue }) => isTrue))).toEqual(new Set([true, false]));
  });

  test.each(sections.flatMap(({ id, examples }) => examples.map((example) => [id, example] as const)))('%s: $1.text', (id, { pairs, isTrue }) => {
    const findings =
      pairs.length > 1 ? runDocumentChecks(pairs.map((pair, index) => ({ ...pair, id: String(index) }))).findings : runChecks(pairs[0]!).findings;
    expect(idsOf(findings).includes(id)).toBe(isTrue);
  });

  /** `- ✗ Arabic (draft: …) → English · Arabic → English`; descriptions in words are no examples. */
  function exampleOf(line: string): { text: string; isTrue: boolean; pairs: Pair[] }[] {
    const match = /^- ([✗✓]) (.*→.*)$/.exec(line);
    if (!match || !/[\u0600-\u06ff].*→|^Windows|^… →/.test(match[2]!)) return [];
    const pairs = match[2]!.split(' · ').map((part) => {
      const [source = '', target = ''] = part.split(' → ');
      const draft = /^(.*) \(draft: (.*)\)$/.exec(source);
      const plain = target.replace(/ \(the quotation.*|^\(nothing\)$/, '');
      return draft ? { source: draft[1]!, target: plain, draft: draft[2]! } : { source, target: plain };
    });
    return [{ text: match[2]!, isTrue: match[1] === '✗', pairs }];
  }
});

describe('docs/checks.md', () => {
  test('has a line for every check, with its severity', () => {
    const lines = [...readProjectFile('docs/checks.md').matchAll(/^\| `([\w-]+)` +\| (\w+)/gm)].map(([, id, severity]) => [id, severity]);
    const severities = new Map([...CHECKS, ...DOCUMENT_CHECKS].map(({ id, severity }) => [id, severity]));
    expect(lines).toEqual(CHECK_IDS.map((id) => [id, severities.get(id)]));
  });
});

describe('numbers', () => {
  const agree: [string, string][] = [
    ['نجا واحد وعشرون راكبا.', 'Some 21 passengers survived.'],
    ['بعد ساعتين ونصف وصلوا.', 'They came after 2.5 hours.'],
    ['في الثمانينيات عمل هنا.', 'He worked here in the 1980s.'],
    ['بلغ العدد ألفين وخمسمائة.', 'The number reached 2,500.'],
    ['عددهم ٢٥٠ ألفا.', 'There are 250,000 of them.'],
    ['بين 20 و30 مليون شخص.', 'Between 20 million and 30 million people.'],
    ['موسم 1995-96 كان جيدا.', 'The 1995–1996 season was good.'],
    ['في القرن التاسع عشر.', 'In the 1800s.'],
    ['زاد ثاني أكسيد الكربون.', 'There was more CO2.'],
    ['هاتف ٠١١٢٣٤٥٦٧٨', 'Phone 011 234 56 78'],
    ['اجتمعوا الساعة ٩:٣٠ صباحا.', 'They met at half past nine in the morning.'],
    ['فاز بست مباريات.', 'He won 6 games.'],
    ['شرد 000 627 شخص.', 'It displaced 627,000 people.'],
    ['أصيب 2 264 فردا.', 'It wounded 2,264 people.'],
    ['لست متأكدا من ثلاثة منهم.', 'I am not sure about two or three of them.'],
    ['في القرن الحادي والعشرين.', 'In the twenty-first century.'],
    ['وصل يوم الاثنين ثلاثة رجال.', 'On Monday a trio of men arrived.'],
    ['ثلثا الناس وخمسة منهم هنا.', 'Two thirds of the people, five of them, are here.'],
    ['جاء عشرة ضيوف.', 'Ten guests came, four of them late.'],
    ['أغنية ثنائية لهما.', 'A song for 2.'],
    ['خمسة بالمئة من السكان.', '5% of the people.'],
    ['عام ألف وتسعمائة وخمسة وتسعين.', 'In nineteen ninety-five.'],
  ];
  test.each(agree)('%s = %s', (source, target) => {
    expect(fired({ source, target })).toEqual([]);
  });

  const differ: [string, string][] = [
    ['ارتفع إلى 3.5 مليون.', 'It rose to 3.5 billion.'],
    ['ارتفع إلى 12.5.', 'It rose to 125.'],
    ['قبل 40 عاما.', 'Forty-one years ago.'],
    ['عام ٢٠٢٣', 'In 2032'],
    ['نجا ثلاثة رجال.', 'Four men survived.'],
    ['بعد خمسة وعشرين عاما.', 'After thirty-five years.'],
    ['أصيب 2 264 فردا.', 'It wounded 2,246 people.'],
  ];
  test.each(differ)('%s ≠ %s', (source, target) => {
    expect(fired({ source, target })).toEqual(['number']);
  });

  test.each([
    ['قتل ثلاثة رجال.', 'It killed four men.', ['ثلاثة', 'four']],
    ['قتل 3 رجال.', 'It killed four men.', ['3', 'four']],
    ['قتل ثلاثة رجال.', 'It killed 4 men.', ['ثلاثة', '4']],
  ])('in words are shown with what stands in their place: %s', (source, target, shown) => {
    const findings = runChecks({ source, target }).findings;
    expect(findings.map((finding) => [marked(source, finding.source), marked(target, finding.target)])).toEqual([shown]);
  });

  test('are shown in both texts when one stands against one', () => {
    const pair = { source: 'قتل \ue00112\ue002 شخصا.', target: 'It killed \ue00121\ue002 people.', codes: bold };
    const [finding] = runChecks(pair).findings;
    expect([finding!.message, marked(pair.source, finding!.source), marked(pair.target, finding!.target)]).toEqual(['number.differs', '12', '21']);
  });
});

const bold = [
  { number: 1, kind: 'open', pair: 2, type: 'bold', data: '<b>' },
  { number: 2, kind: 'close', pair: 1, type: 'bold', data: '</b>' },
] as const;

describe('inline codes', () => {
  test('are invisible to every check but tags', () => {
    expect(fired({ source: 'وصل \ue001الوفد\ue002.', target: 'The \ue001dele\ue002gation arrived.', codes: bold })).toEqual([]);
  });

  test('that are missing or cross are found', () => {
    expect(runChecks({ source: '\ue001نعم\ue002', target: '\ue001Yes', codes: bold }).findings.map(({ message }) => message)).toEqual(['tags.codeMissing']);
    expect(runChecks({ source: '\ue001نعم\ue002', target: '\ue002Yes\ue001', codes: bold }).findings.map(({ message }) => message)).toEqual([
      'tags.codeMisnested',
    ]);
  });
});

describe('a fix', () => {
  const fixes: [string, string, string][] = [
    ['عقد 5 اجتماعات، ثم انتهى.', 'He held ٥ meetings، then  it  was over .', 'He held 5 meetings, then it was over.'],
    ['جاء. ثم ذهب.', 'he came. then he\u200f went.', 'He came. Then he went.'],
    ['جاء الرجل.', ' The the man came. ', 'The man came.'],
    ['زر www.example.com الآن.', 'Visit www.exmaple.com now.', 'Visit www.example.com now.'],
  ];
  test.each(fixes)('of %s leaves nothing to find', (source, target, right) => {
    const fixed = applied(target, runChecks({ source, target }).findings);
    expect(fixed).toBe(right);
    expect(runChecks({ source, target: fixed }).findings).toEqual([]);
  });
});

describe('drafts', () => {
  const pair = {
    source: 'قال ميشوستين إن الوفد سيصل إلى بكين يوم الجمعة لمناقشة التعاون الاقتصادي مع الشركات الصينية.',
    draft: 'Mishustin said the delegation would arrive in Beijing on Friday to discuss economic cooperation with Chinese companies.',
  };

  test('tell names from words, and another spelling is the same name', () => {
    const target = 'Mishoustin said that on Friday the delegation would come to Beijing to discuss economic cooperation with Chinese companies.';
    expect(runChecks({ ...pair, target })).toEqual({
      findings: [],
      agreements: expect.arrayContaining([
        { check: 'name', count: 2 },
        { check: 'weekday', count: 1 },
      ]) as unknown,
    });
  });

  test('show which name is missing, and where it stands in the source', () => {
    const [finding, ...others] = runChecks({ ...pair, target: pair.draft.replace('Mishustin', 'Medvedev') }).findings;
    expect([finding!.check, marked(pair.source, finding!.source), others]).toEqual(['name', 'ميشوستين', []]);
  });

  test('show what was left out', () => {
    expect(fired({ ...pair, target: 'Mishustin said the delegation would arrive in Beijing on Friday.' })).toContain('omission');
  });
});

describe('a document', () => {
  const run = (pairs: Pair[]) => runDocumentChecks(pairs.map((pair, index) => ({ ...pair, id: `s${index}` }))).findings;

  test('passes over what was not translated', () => {
    expect(
      run([
        { source: 'انتهى الاجتماع اليوم.', target: 'The meeting ended today.' },
        { source: 'انتهى الاجتماع اليوم.', target: ' ' },
      ]),
    ).toEqual([]);
  });

  test('names the segments a finding is about', () => {
    const findings = run([
      { source: 'قال زيلينسكي نعم.', target: 'Zelensky said yes.' },
      { source: 'وصل زيلينسكي.', target: 'Zelensky arrived.' },
      { source: 'غادر زيلينسكي.', target: 'Zelenskiy left.' },
    ]);
    expect(findings.map(({ check, segmentId, others, fix }) => [check, segmentId, others, fix?.[0]?.text])).toEqual([
      ['name-consistency', 's2', ['s0'], 'Zelensky'],
    ]);
  });

  test('hears how a name is spelt elsewhere in the case in which it stands', () => {
    const said = { source: 'قال زيلينسكي إنه سيأتي.', target: 'Zelensky said he would come.' };
    const fixedTo = (target: string, common = said) => {
      const pair = { source: 'وصلت سيارة زيلينسكي أمس.', target };
      const finding = run([common, common, pair]).find(({ check }) => check === 'name-consistency')!;
      const [{ span, text }] = finding.fix as [{ span: { start: number; end: number }; text: string }];
      return target.slice(0, span.start) + text + target.slice(span.end);
    };
    expect(fixedTo('Zelenskiy’s car arrived.')).toBe('Zelensky’s car arrived.');
    expect(fixedTo('The car of Zelenskiy arrived.', { ...said, target: 'Zelensky’s word was that he would come.' })).toBe('The car of Zelensky arrived.');
  });

  test('that begins every other sentence with And hears of it', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => ({ source: 'وقال نعم.', target: index % 2 ? `And he said ${index}.` : `He said ${index}.` }));
    expect(idsOf(run(pairs))).toContain('and-overuse');
  });
});

test('the length of targets is learnt from a project of 50 pairs', () => {
  const pairs = Array.from({ length: 60 }, (_, index) => ({ source: 'ب'.repeat(40), target: 'a'.repeat(80 + (index % 5)) }));
  expect(lengthNorm(pairs).mean).toBeGreaterThan(0.6);
  expect(lengthNorm(pairs.slice(0, 10))).toEqual(lengthNorm([]));
});
