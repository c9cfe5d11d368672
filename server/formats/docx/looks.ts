/** How a run looks to a reader. Word splits a sentence into many runs that look the same; only what one can see makes a difference here. */
import { hasArabicLetters } from '../../core/language/direction.ts';
import type { InlineCode } from '../../core/model.ts';
import type { StyleFacts, Styles } from './styles.ts';
import { child, isOn, valueOf, type XmlElement } from './xml.ts';

export interface Look {
  isBold: boolean;
  isItalic: boolean;
  isUnderlined: boolean;
  /** Everything else that shows, in one line for comparing. */
  rest: string;
  /** Half points; '' when nobody says. */
  size: string;
  /** Whether the letters are of a complex script: their size is not to be compared with that of others. */
  isComplex: boolean;
  /** What the rest means to a reader. */
  type: InlineCode['type'];
  /** The run's own properties, without `<w:rPr>` around. */
  properties: string;
}

/** Properties that show, besides bold, italic, underline, font and size. Fonts differ between scripts without meaning anything. */
const VISIBLE = new Set(
  [
    'rStyle',
    'strike',
    'dstrike',
    'caps',
    'smallCaps',
    'outline',
    'shadow',
    'emboss',
    'imprint',
    'color',
    'position',
    'highlight',
    'effect',
    'bdr',
    'shd',
    'vertAlign',
    'em',
  ].map((name) => `w:${name}`),
);
/** Values that say: as if nothing were said. */
const PLAIN = new Set(['auto', '000000', 'none', 'baseline', '0', 'false', 'off', 'clear']);

/** How `text` looks in a run with these properties, in a paragraph of that style. */
export function lookOf(run: XmlElement | undefined, text: string, context: { xml: string; styles: Styles; style: StyleFacts }): Look {
  const { xml, styles, style } = context;
  const script = scriptOf(run, text);
  return {
    isBold: shownAs(run, script, ['w:b', 'w:bCs']) ?? style.isBold ?? false,
    isItalic: shownAs(run, script, ['w:i', 'w:iCs']) ?? style.isItalic ?? false,
    isUnderlined: underlined(run) ?? style.isUnderlined ?? false,
    rest: restOf(run),
    size: sizeOf(run, script, style),
    isComplex: script !== 'plain',
    type: meaningOf(styles.character(valueOf(child(run, 'w:rStyle')))),
    properties: run ? xml.slice(run.innerStart, run.innerEnd) : '',
  };
}

function meaningOf(named: StyleFacts): InlineCode['type'] {
  if (named.isBold) return 'bold';
  if (named.isItalic) return 'italic';
  return named.isUnderlined ? 'underline' : 'span';
}

/** marked: the run says that its letters are of a complex script. complex: they are, and it does not say so. */
type Script = 'marked' | 'complex' | 'plain';

function scriptOf(run: XmlElement | undefined, text: string): Script {
  if (isOn(child(run, 'w:rtl')) ?? isOn(child(run, 'w:cs'))) return 'marked';
  return hasArabicLetters(text) ? 'complex' : 'plain';
}

/** Whether a property shows that has one form for plain scripts and one for complex ones. */
function shownAs(run: XmlElement | undefined, script: Script, [plain, complex]: [string, string]): boolean | undefined {
  const forComplex = isOn(child(run, complex));
  if (script === 'marked') return forComplex;
  const forPlain = isOn(child(run, plain));
  return script === 'complex' ? (forComplex ?? forPlain) : forPlain;
}

function underlined(run: XmlElement | undefined): boolean | undefined {
  const underline = valueOf(child(run, 'w:u'));
  return underline === undefined ? undefined : underline !== 'none';
}

function sizeOf(run: XmlElement | undefined, script: Script, style: StyleFacts): string {
  const plain = valueOf(child(run, 'w:sz')) ?? style.size ?? '';
  return script === 'plain' ? plain : (valueOf(child(run, 'w:szCs')) ?? style.complexSize ?? plain);
}

function restOf(run: XmlElement | undefined): string {
  const shown = (run?.children ?? []).filter((property) => VISIBLE.has(property.name) && !isPlain(property));
  return shown
    .map(({ name, attributes }) => `${name}=${attributes['w:val'] ?? ''}${attributes['w:fill'] ?? ''}`)
    .sort()
    .join(' ');
}

function isPlain({ name, attributes }: XmlElement): boolean {
  const value = attributes['w:val'];
  if (name === 'w:shd') return PLAIN.has(attributes['w:fill']?.toLowerCase() ?? 'auto');
  return value !== undefined && PLAIN.has(value.toLowerCase());
}

/** A pair of codes that a difference needs. */
export interface Difference {
  type: InlineCode['type'];
  /** What the export writes: one property, or `<w:rPr>` with all of them. */
  data: string;
  /** Equal for what looks the same, whatever the data says besides. */
  key: string;
}

/** What makes `look` differ from `base`, from the outermost pair to the innermost. */
export function differences(look: Look, base: Look): Difference[] {
  const found: Difference[] = [];
  const hasOtherSize = look.size !== base.size && look.isComplex === base.isComplex;
  if (look.rest !== base.rest || hasOtherSize) found.push({ type: look.type, data: `<w:rPr>${look.properties}</w:rPr>`, key: `${look.rest} ${look.size}` });
  if (look.isBold !== base.isBold) found.push(switched('bold', '<w:b', look.isBold));
  if (look.isItalic !== base.isItalic) found.push(switched('italic', '<w:i', look.isItalic));
  if (look.isUnderlined !== base.isUnderlined) {
    const data = `<w:u w:val="${look.isUnderlined ? 'single' : 'none'}"/>`;
    found.push({ type: look.isUnderlined ? 'underline' : 'span', data, key: data });
  }
  return found;
}

function switched(type: InlineCode['type'], tag: string, isSwitchedOn: boolean): Difference {
  const data = isSwitchedOn ? `${tag}/>` : `${tag} w:val="0"/>`;
  return { type: isSwitchedOn ? type : 'span', data, key: data };
}

/** The look that most letters have; of equals the first. */
export function usualLook(texts: readonly { text: string; look: Look }[]): Look | undefined {
  const counts = new Map<string, { look: Look; letters: number }>();
  for (const { text, look } of texts) {
    const key = [look.rest, look.isBold, look.isItalic, look.isUnderlined, look.isComplex, look.size].join('|');
    const entry = counts.get(key) ?? { look, letters: 0 };
    entry.letters += text.trim().length;
    counts.set(key, entry);
  }
  return [...counts.values()].reduce<{ look: Look; letters: number } | undefined>(
    (best, entry) => (best && best.letters >= entry.letters ? best : entry),
    undefined,
  )?.look;
}
