/**
 * What paragraphs, tables, sections and lists say of direction, turned round. In Word `left` and `right` of a paragraph or table that runs from right
 * to left mean its start and its end, so alignment, indents and tabs turn round with the direction itself. A paragraph that runs from left to right
 * and is aligned to the right to look Arabic is aligned to the left.
 */
import { escapeXml } from '../../core/edition/xml.ts';
import type { Edit } from '../edits.ts';
import { COUNTERPARTS } from './run-properties.ts';
import type { WordHole } from './skeleton.ts';
import type { Styles } from './styles.ts';
import { child, descendants, isOn, valueOf, type XmlElement } from './xml.ts';

const CONTAINERS = new Set(['w:body', 'w:tbl', 'w:tr', 'w:tc', 'w:sdt', 'w:sdtContent', 'w:customXml', 'w:footnotes', 'w:endnotes', 'w:footnote', 'w:endnote']);

/** The order of paragraph properties in the standard, from the one that matters here. */
const AFTER_DIRECTION = [
  ...['adjustRightInd', 'snapToGrid', 'spacing', 'ind', 'contextualSpacing', 'mirrorIndents', 'suppressOverlap'],
  ...['jc', 'textDirection', 'textAlignment', 'textboxTightWrap', 'outlineLvl', 'divId', 'cnfStyle', 'rPr', 'sectPr', 'pPrChange'],
].map((name) => `w:${name}`);
const AFTER_ALIGNMENT = AFTER_DIRECTION.slice(AFTER_DIRECTION.indexOf('w:jc') + 1);

/** Numbers in Arabic letters → in Latin ones. */
const NUMBER_FORMATS: Record<string, string> = {
  arabicAlpha: 'lowerLetter',
  arabicAbjad: 'lowerLetter',
  hindiNumbers: 'decimal',
  hindiCounting: 'decimal',
};

export interface TurnFacts {
  styles: Styles;
  /** By where their text begins. */
  holes: ReadonlyMap<number, WordHole>;
  isPoured(hole: WordHole): boolean;
}

/** The edits for a part with running text or notes. Paragraphs that keep their Arabic are left as they are. */
export function turnPart(root: XmlElement, facts: TurnFacts): Edit[] {
  return root.children.flatMap((element) => turnElement(element, facts));
}

function turnElement(element: XmlElement, facts: TurnFacts): Edit[] {
  if (element.name === 'w:p') return turnParagraph(element, facts);
  if (element.name === 'w:sectPr') return turnSection(element);
  if (!CONTAINERS.has(element.name)) return [];
  const own = element.name === 'w:tbl' && holdsPoured(element, facts) ? removeAll([child(child(element, 'w:tblPr'), 'w:bidiVisual')]) : [];
  return [...own, ...turnPart(element, facts)];
}

function holdsPoured(table: XmlElement, { holes, isPoured }: TurnFacts): boolean {
  for (const element of descendants(table)) {
    const hole = element.name === 'w:p' ? holes.get(textStart(element)) : undefined;
    if (hole && isPoured(hole)) return true;
  }
  return false;
}

/** Where the text of a paragraph begins: behind its properties. */
function textStart(paragraph: XmlElement): number {
  return child(paragraph, 'w:pPr')?.end ?? paragraph.innerStart;
}

function turnParagraph(paragraph: XmlElement, facts: TurnFacts): Edit[] {
  const hole = facts.holes.get(textStart(paragraph));
  const properties = child(paragraph, 'w:pPr');
  const section = child(properties, 'w:sectPr');
  const edits = section ? turnSection(section) : [];
  if ((hole && !facts.isPoured(hole)) || paragraph.innerEnd === paragraph.end) return edits;
  const mark = child(properties, 'w:rPr');
  return [...edits, ...turnProperties(paragraph, facts.styles, hole !== undefined), ...removeAll([child(mark, 'w:rtl'), child(mark, 'w:cs')])];
}

/** Direction and alignment, whether the paragraph says them itself or its style does. */
function turnProperties(paragraph: XmlElement, styles: Styles, hasText: boolean): Edit[] {
  const properties = child(paragraph, 'w:pPr');
  const style = styles.paragraph(valueOf(child(properties, 'w:pStyle')));
  if (isOn(child(properties, 'w:bidi')) ?? style.isRtl)
    return setProperty(paragraph, { name: 'w:bidi', markup: style.isRtl ? '<w:bidi w:val="0"/>' : '', before: AFTER_DIRECTION });
  const alignment = valueOf(child(properties, 'w:jc')) ?? style.alignment ?? '';
  const looksArabic = hasText && ['right', 'end'].includes(alignment);
  if (!looksArabic) return [];
  return setProperty(paragraph, { name: 'w:jc', markup: `<w:jc w:val="${alignment === 'end' ? 'start' : 'left'}"/>`, before: AFTER_ALIGNMENT });
}

/** Puts `markup` where the property stands or belongs: before those that follow it in the standard. Empty markup takes it out. */
function setProperty(paragraph: XmlElement, { name, markup, before }: { name: string; markup: string; before: readonly string[] }): Edit[] {
  const properties = child(paragraph, 'w:pPr');
  const own = child(properties, name);
  if (own) return [{ start: own.start, end: own.end, text: markup }];
  if (markup === '') return [];
  if (!properties) return [{ start: paragraph.innerStart, end: paragraph.innerStart, text: `<w:pPr>${markup}</w:pPr>` }];
  if (properties.innerEnd === properties.end) return [{ start: properties.start, end: properties.end, text: `<w:pPr>${markup}</w:pPr>` }];
  const at = properties.children.find((property) => before.includes(property.name))?.start ?? properties.innerEnd;
  return [{ start: at, end: at, text: markup }];
}

function turnSection(section: XmlElement): Edit[] {
  return [...removeAll([child(section, 'w:bidi'), child(section, 'w:rtlGutter')]), ...turnPageNumbers(child(section, 'w:pgNumType')), ...turnFormats(section)];
}

/** The edits for the part that says how notes are numbered in all sections. */
export function turnSettings(root: XmlElement): Edit[] {
  return turnFormats(root);
}

/**
 * The edits for the part with the styles. What they say for complex scripts only, by which the Arabic was shown, they say for the others too.
 * What they say for complex scripts stays: paragraphs without a translation are shown by it.
 */
export function turnStyles(root: XmlElement): Edit[] {
  return [...descendants(root)].filter(({ name }) => name === 'w:rPr').flatMap(sayForAllScripts);
}

function sayForAllScripts(run: XmlElement): Edit[] {
  return COUNTERPARTS.flatMap(([plain, complex]): Edit[] => {
    const shown = child(run, complex);
    if (!shown || child(run, plain)) return [];
    const value = valueOf(shown);
    const text = `<${plain}${value === undefined ? '' : ` w:val="${escapeXml(value)}"`}/>`;
    return [{ start: shown.start, end: shown.start, text }];
  });
}

/** The edits for the part that says how lists are numbered. */
export function turnNumbering(root: XmlElement): Edit[] {
  const levels = [...descendants(root)].filter(({ name }) => name === 'w:lvl');
  const marks = levels.flatMap((level) => [
    child(child(level, 'w:rPr'), 'w:rtl'),
    child(child(level, 'w:rPr'), 'w:cs'),
    child(child(level, 'w:pPr'), 'w:bidi'),
  ]);
  return [...removeAll(marks), ...levels.flatMap((level) => sayForAllScripts(child(level, 'w:rPr') ?? level)), ...turnFormats(root)];
}

function turnPageNumbers(pages: XmlElement | undefined): Edit[] {
  const format = NUMBER_FORMATS[pages?.attributes['w:fmt'] ?? ''];
  if (!pages || format === undefined) return [];
  const attributes = Object.entries({ ...pages.attributes, 'w:fmt': format }).map(([name, value]) => ` ${name}="${escapeXml(value)}"`);
  return [{ start: pages.start, end: pages.end, text: `<w:pgNumType${attributes.join('')}/>` }];
}

function turnFormats(root: XmlElement): Edit[] {
  const formats = [...descendants(root)].filter(({ name }) => name === 'w:numFmt');
  return formats.flatMap((element): Edit[] => {
    const format = NUMBER_FORMATS[valueOf(element) ?? ''];
    return format === undefined ? [] : [{ start: element.start, end: element.end, text: `<w:numFmt w:val="${format}"/>` }];
  });
}

function removeAll(elements: readonly (XmlElement | undefined)[]): Edit[] {
  return elements.flatMap((element) => (element ? [{ start: element.start, end: element.end, text: '' }] : []));
}
