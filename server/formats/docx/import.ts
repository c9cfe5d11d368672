import { stripCodes } from '../../core/inline/codes.ts';
import type { ImportedFile, SourceFile } from '../format.ts';
import { hashOf } from '../hole.ts';
import { LeftOutCounter } from '../left-out.ts';
import { WordPackage } from './package.ts';
import { numberingOf, stylesOf, textParts } from './parts.ts';
import { PartReader, type Gathered } from './reader.ts';
import type { WordSkeleton } from './skeleton.ts';

/**
 * Word documents: paragraphs, headings, list items and table cells become blocks, footnotes and endnotes follow at the end. Runs of one look are one;
 * bold, italic, underline, other looks and links become paired codes, breaks, tabs, pictures, notes and fields standalone ones. Tracked changes count as
 * accepted. Headers, footers, comments, text boxes and pictures stay in the file and are listed.
 */
export function readDocx({ name: fileName, bytes }: SourceFile): ImportedFile {
  const file = new WordPackage(bytes, fileName);
  const styles = stylesOf(file, fileName);
  const numbering = numberingOf(file, fileName);
  const leftOut = new LeftOutCounter();
  const gathered: Gathered = { blocks: [], holes: [], titleAnchor: null };
  const skeleton: WordSkeleton = { holes: gathered.holes, parts: {} };
  for (const { name: part, kind, xml, root, changes } of textParts(file, fileName)) {
    skeleton.parts[part] = hashOf(xml);
    for (let change = 0; change < changes; change++) leftOut.add('word-changes');
    const reader = new PartReader({ part, fileName, xml, styles, numbering, leftOut, addressOf: addressesOf(file, part) }, gathered);
    if (kind === 'body') reader.readBody(root);
    else reader.readNotes(root, kind);
  }
  for (let part = 0; part < file.count('header') + file.count('footer'); part++) leftOut.add('word-headers');
  return { blocks: gathered.blocks, skeleton, title: titleOf(gathered), encoding: 'utf-8', encodingCertainty: 'marked', leftOut: leftOut.list() };
}

/** Addresses that links of a part name. */
function addressesOf(file: WordPackage, part: string): (id: string) => string | undefined {
  const relations = file.relationsOf(part);
  return (id) => {
    const relation = relations.get(id);
    return relation?.isExternal ? relation.target : undefined;
  };
}

function titleOf({ blocks, titleAnchor }: Gathered): string {
  const block = blocks.find(({ anchor }) => anchor === titleAnchor) ?? blocks.find(({ kind }) => kind === 'heading');
  return stripCodes(block?.text ?? '').text;
}
