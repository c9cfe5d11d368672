/** Properties of runs as they are written for a text of the target language. */
import { child, isOn, readXml, type XmlElement } from './xml.ts';

/** Property name → markup. */
export type RunProperties = ReadonlyMap<string, string>;

/** The order the standard asks for; what it does not name comes last. */
const ORDER = [
  ...['rStyle', 'rFonts', 'b', 'bCs', 'i', 'iCs', 'caps', 'smallCaps', 'strike', 'dstrike', 'outline', 'shadow', 'emboss', 'imprint', 'noProof', 'snapToGrid'],
  ...['vanish', 'webHidden', 'color', 'spacing', 'w', 'kern', 'position', 'sz', 'szCs', 'highlight', 'u', 'effect', 'bdr', 'shd', 'fitText', 'vertAlign'],
  ...['rtl', 'cs', 'em', 'lang', 'eastAsianLayout', 'specVanish', 'oMath'],
].map((name) => `w:${name}`);

/** Right-to-left marks and the old language, which the new text has not. */
const TURNED = new Set(['w:rtl', 'w:cs', 'w:lang']);
/** Each property of other scripts with its counterpart for complex ones, by which Arabic was shown. */
export const COUNTERPARTS = [
  ['w:b', 'w:bCs'],
  ['w:i', 'w:iCs'],
  ['w:sz', 'w:szCs'],
] as const;
/** Switched by codes of their own, not with the rest. */
const SWITCHES = ['w:b', 'w:bCs', 'w:i', 'w:iCs', 'w:u'];

/** What runs of the target language say of it. */
export interface TargetScript {
  /** A tag such as `en-US`. */
  language: string;
  /** Marks of complex scripts that styles put on runs, and that a run must take off itself. */
  marksOff: readonly string[];
}

/** What a run of the source looks like, said for letters of the target language. @param inner what stands inside `<w:rPr>` */
export function turnProperties(inner: string, { language, marksOff }: TargetScript): RunProperties {
  const wrapped = `<w:rPr>${inner}</w:rPr>`;
  const root = readXml(wrapped, '');
  const slice = (element: XmlElement) => wrapped.slice(element.start, element.end);
  const isMarked = isOn(child(root, 'w:rtl')) ?? isOn(child(root, 'w:cs')) ?? false;
  const properties = new Map(root.children.filter(({ name }) => !TURNED.has(name)).map((element) => [element.name, slice(element)]));
  for (const [plain, complex] of COUNTERPARTS) {
    const shown = child(root, complex);
    // What a run of a complex script says for plain ones was never seen, but a size is as good as another.
    if (isMarked && plain !== 'w:sz') properties.delete(plain);
    if (shown && !properties.has(plain)) properties.set(plain, slice(shown).replace(complex, plain));
  }
  const fonts = properties.get('w:rFonts');
  if (fonts !== undefined) properties.set('w:rFonts', fonts.replace(/\s+w:hint="[^"]*"/, ''));
  for (const mark of marksOff) properties.set(mark, `<${mark} w:val="0"/>`);
  return properties.set('w:lang', `<w:lang w:val="${language}"/>`);
}

/** The look of a code over that of the text around: all but what codes of their own switch. */
export function withRest(base: RunProperties, rest: RunProperties): RunProperties {
  const merged = new Map(rest);
  for (const name of SWITCHES) {
    const around = base.get(name);
    if (around === undefined) merged.delete(name);
    else merged.set(name, around);
  }
  return merged;
}

/** One property switched, for letters of all scripts. @param markup `<w:b/>`, `<w:i w:val="0"/>`, `<w:u …/>` */
export function withSwitch(base: RunProperties, markup: string): RunProperties {
  const name = /^<(w:\w+)/.exec(markup)![1]!;
  const merged = new Map(base).set(name, markup);
  return name === 'w:u' ? merged : merged.set(`${name}Cs`, markup.replace(name, `${name}Cs`));
}

export function propertiesMarkup(properties: RunProperties): string {
  const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const sorted = [...properties].sort(([a], [b]) => rank(a) - rank(b));
  return `<w:rPr>${sorted.map(([, markup]) => markup).join('')}</w:rPr>`;
}
