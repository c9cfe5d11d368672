/** What paragraph and character styles say, followed through what they are based on. */
import { child, isOn, valueOf, type XmlElement } from './xml.ts';

/** What matters of a style; undefined where nothing in the chain says anything. */
export interface StyleFacts {
  /** Lower case and in English whatever the language of the program: `heading 1`, `title`, `footnote text`. */
  name: string;
  /** 0 for the first level of headings. */
  outlineLevel?: number;
  /** The list that its paragraphs belong to; '0' takes them out of the list of what it is based on. */
  listNumber?: string;
  listDepth?: number;
  isRtl?: boolean;
  alignment?: string;
  /** Said for either kind of script; for both where only one is said, as the English is written. */
  isBold?: boolean;
  isItalic?: boolean;
  isUnderlined?: boolean;
  /** Half points, for letters of complex scripts and for others. */
  size?: string;
  complexSize?: string;
}

const NOTHING: StyleFacts = { name: '' };
const MAX_CHAIN = 20;

export class Styles {
  readonly #elements = new Map<string, XmlElement>();
  readonly #facts = new Map<string, StyleFacts>();
  readonly #defaults: StyleFacts;
  #defaultId = '';
  /** Marks of complex scripts that some style or the whole file puts on runs. */
  readonly complexMarks: readonly ('w:rtl' | 'w:cs')[];

  /** @param root of the styles part, if there is one */
  constructor(root: XmlElement | null) {
    for (const style of root?.children ?? []) {
      const id = style.attributes['w:styleId'];
      if (style.name !== 'w:style' || id === undefined) continue;
      this.#elements.set(id, style);
      if (style.attributes['w:type'] === 'paragraph' && ['1', 'true', 'on'].includes(style.attributes['w:default'] ?? '')) this.#defaultId = id;
    }
    const defaults = child(root ?? undefined, 'w:docDefaults');
    const runs = [child(defaults, 'w:rPrDefault'), ...this.#elements.values()].map((place) => child(place, 'w:rPr'));
    this.complexMarks = (['w:rtl', 'w:cs'] as const).filter((mark) => runs.some((run) => isOn(child(run, mark))));
    this.#defaults = ownFacts('', child(child(defaults, 'w:pPrDefault'), 'w:pPr'), child(child(defaults, 'w:rPrDefault'), 'w:rPr'));
  }

  /** Of a paragraph's style; the default one when it names none. */
  paragraph(id: string | undefined): StyleFacts {
    return this.#of(id ?? this.#defaultId, this.#defaults);
  }

  /** Of a character style by itself. */
  character(id: string | undefined): StyleFacts {
    return id === undefined ? NOTHING : this.#of(id, NOTHING);
  }

  #of(id: string, base: StyleFacts): StyleFacts {
    const known = this.#facts.get(id);
    if (known) return known;
    const chain: XmlElement[] = [];
    for (let at = this.#elements.get(id); at && chain.length < MAX_CHAIN && !chain.includes(at); at = this.#elements.get(valueOf(child(at, 'w:basedOn')) ?? ''))
      chain.unshift(at);
    const facts = chain.reduce((facts, style) => ({ ...facts, ...ownFacts(nameOf(style), child(style, 'w:pPr'), child(style, 'w:rPr')) }), base);
    this.#facts.set(id, facts);
    return facts;
  }
}

function nameOf(style: XmlElement): string {
  return valueOf(child(style, 'w:name'))?.toLowerCase() ?? '';
}

function ownFacts(name: string, paragraph: XmlElement | undefined, run: XmlElement | undefined): StyleFacts {
  const outline = valueOf(child(paragraph, 'w:outlineLvl'));
  const numbering = child(paragraph, 'w:numPr');
  const number = valueOf(child(numbering, 'w:numId'));
  const depth = valueOf(child(numbering, 'w:ilvl'));
  const underline = valueOf(child(run, 'w:u'));
  return said({
    name,
    outlineLevel: outline === undefined ? undefined : Number(outline),
    listNumber: number,
    listDepth: depth === undefined ? undefined : Number(depth),
    isRtl: isOn(child(paragraph, 'w:bidi')),
    alignment: valueOf(child(paragraph, 'w:jc')),
    isBold: isOn(child(run, 'w:b')) ?? isOn(child(run, 'w:bCs')),
    isItalic: isOn(child(run, 'w:i')) ?? isOn(child(run, 'w:iCs')),
    isUnderlined: underline === undefined ? undefined : underline !== 'none',
    size: valueOf(child(run, 'w:sz')),
    complexSize: valueOf(child(run, 'w:szCs')),
  });
}

/** Without what is undefined, so that a style says nothing about what it does not name. */
function said(facts: { [Name in keyof StyleFacts]: StyleFacts[Name] | undefined }): StyleFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as unknown as StyleFacts;
}
