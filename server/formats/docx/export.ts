import { directionOf, hasArabicLetters } from '../../core/language/direction.ts';
import { applyEdits, type Edit } from '../edits.ts';
import type { ExportRequest } from '../format.ts';
import { hashOf, isChanged } from '../hole.ts';
import { WordPackage } from './package.ts';
import { stylesOf, textParts, type TextPart } from './parts.ts';
import { pourText } from './pour.ts';
import { WordSkeleton, type WordHole } from './skeleton.ts';
import { turnNumbering, turnPart, turnSettings, turnStyles, type TurnFacts } from './turn.ts';
import { readXml, type XmlElement } from './xml.ts';

/** Word wants a country with a language; others get along without. */
const LANGUAGE_TAGS: Record<string, string> = { en: 'en-US' };

/** Parts without text that say how text looks. */
const TURNED_PARTS = [
  ['styles', turnStyles],
  ['numbering', turnNumbering],
  ['settings', turnSettings],
] as const;

/**
 * The same file with the translation in it: runs in the language's own look and tag, direction of paragraphs, tables, sections and lists turned
 * round. Tracked changes are accepted in the parts that hold text; every other part keeps its bytes. Paragraphs without a translation stay as they are.
 */
export function writeDocx(request: ExportRequest): Uint8Array {
  const file = new WordPackage(request.original, '');
  const writer = new DocxWriter(request, file);
  return file.withParts(writer.changedParts());
}

class DocxWriter {
  readonly #request: ExportRequest;
  readonly #file: WordPackage;
  readonly #skeleton: WordSkeleton;

  constructor(request: ExportRequest, file: WordPackage) {
    this.#request = request;
    this.#file = file;
    this.#skeleton = WordSkeleton.parse(request.skeleton);
  }

  changedParts(): Map<string, string> {
    const changed = new Map<string, string>();
    for (const part of textParts(this.#file, '')) {
      if (hashOf(part.xml) !== this.#skeleton.parts[part.name]) throw new Error(`${part.name} is not read as it was at import`);
      const holes = this.#skeleton.holes.filter((hole) => hole.part === part.name);
      changed.set(part.name, applyEdits(part.xml, this.#edits(part, holes)));
    }
    if (this.#turnsRound()) for (const [type, turn] of TURNED_PARTS) this.#turn(type, turn, changed);
    for (const [name, text] of changed) if (text === this.#file.text(name)) changed.delete(name);
    return changed;
  }

  #turn(type: string, turn: (root: XmlElement) => Edit[], changed: Map<string, string>): void {
    const name = this.#file.partFor(type);
    const xml = name === undefined ? null : this.#file.text(name);
    if (name !== undefined && xml !== null) changed.set(name, applyEdits(xml, turn(readXml(xml, ''))));
  }

  #edits(part: TextPart, holes: readonly WordHole[]): Edit[] {
    const { blocks, targetLang } = this.#request;
    const poured = holes.filter((hole) => this.#isPoured(hole));
    const styles = stylesOf(this.#file, '');
    const script = { language: LANGUAGE_TAGS[targetLang] ?? targetLang, marksOff: styles.complexMarks };
    const facts: TurnFacts = {
      styles,
      holes: new Map(holes.map((hole) => [hole.start, hole])),
      isPoured: (hole) => this.#isPoured(hole),
    };
    // Properties put in front of a text stand before it among edits at one place.
    return [
      ...(this.#turnsRound() ? turnPart(part.root, facts) : []),
      ...poured.map((hole) => ({ start: hole.start, end: hole.end, text: pourText(hole, blocks.get(hole.anchor)!, script) })),
    ];
  }

  /** A text that is the Arabic itself needs no pouring; its paragraph stays as it is. */
  #isPoured(hole: WordHole): boolean {
    const translated = this.#request.blocks.get(hole.anchor);
    return translated !== undefined && (isChanged(hole, translated) || !hasArabicLetters(translated.text));
  }

  #turnsRound(): boolean {
    const { sourceLang, targetLang } = this.#request;
    const differs = directionOf(sourceLang) === 'rtl' && directionOf(targetLang) === 'ltr';
    return differs && this.#skeleton.holes.some((hole) => this.#isPoured(hole));
  }
}
