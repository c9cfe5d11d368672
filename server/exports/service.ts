/** A document → files for readers, and the page that shows both texts. */
import { inlineTree, plainText } from '../core/edition/inline-tree.ts';
import { directionOf, type Direction } from '../core/language/direction.ts';
import type { Action, Actor } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import type { DocumentFacts, RequireDocument } from '../documents/service.ts';
import { AppError } from '../errors.ts';
import type { Encoding, Format } from '../formats/format.ts';
import { writeBeside } from '../formats/service.ts';
import type { Translate } from '../http/locale.ts';
import type { Findings } from '../segments/service.ts';
import { editionDocx } from './edition-docx.ts';
import { editionFile } from './edition-file.ts';
import { editionView, inOneLine, markedPairs, type EditionFacts, type EditionView } from './edition-view.ts';
import { baseName } from './file-name.ts';
import { createGate, type GateView } from './gate.ts';
import { ARABIC_SIDES, KINDS, LAYOUTS, type ExportOptions } from './options.ts';
import { countByScope, paragraphsOf, type ScopeCount } from './paragraphs.ts';
import { readDocument, readOriginal, type ExportedDocument } from './store.ts';

/** A document as pages show it. */
export interface ShownDocument extends DocumentFacts {
  sourceDir: Direction;
  targetDir: Direction;
}

export interface ExportsContext {
  db: Db;
  formatById(id: string): Format;
  requireDocument: RequireDocument;
  /** Words of the interface in a language. */
  translator(locale: string): Translate;
  /** What the checks say of a document. */
  findings: Pick<Findings, 'open'>;
}

export interface ExportedFile {
  fileName: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** What the export page offers. */
export interface ExportChoices {
  document: ShownDocument;
  kinds: readonly string[];
  layouts: readonly string[];
  arabicSides: readonly string[];
  scopes: ScopeCount[];
  paragraphs: number;
  /** What the fields hold at first. */
  filledIn: Required<Pick<ExportOptions, 'titleSource' | 'titleTarget' | 'translator' | 'reviewer' | 'date'>>;
  fileNames: Record<ExportOptions['kind'], string>;
  gate: GateView;
}

export interface ReadingView {
  document: ShownDocument;
  pairs: EditionView['pairs'];
  notes: EditionView['notes'];
  keepsLines: boolean;
  layouts: readonly string[];
}

export type Exports = ReturnType<typeof createExports>;

export function createExports(context: ExportsContext) {
  const { db } = context;
  const gate = createGate(context);

  async function find(actor: Actor, documentId: string, action: Action) {
    const facts = await context.requireDocument(db.read, actor, documentId, action);
    const document = await readDocument(db.read, documentId, facts.targetLang);
    if (!document) throw new AppError('not-found', 'notFound.document');
    return { facts, document, format: context.formatById(document.source.format) };
  }

  async function editionOf(actor: Actor, documentId: string, options: ExportOptions): Promise<ExportedFile> {
    const { facts, document } = await find(actor, documentId, 'document.export');
    const t = context.translator(facts.targetLang);
    const paragraphs = await paragraphsOf(document, options.scope);
    const view = await editionView(paragraphs, await editionFacts(document, facts, options), t);
    const fileName = editionName(document, facts, options.kind);
    if (options.kind === 'bilingual-docx') return { fileName, mediaType: context.formatById('docx').mediaType, bytes: await editionDocx(view, paragraphs, t) };
    return { fileName, mediaType: 'text/html; charset=utf-8', bytes: await editionFile(view, t) };
  }

  async function fileInTargetLanguage(actor: Actor, documentId: string, options: Pick<ExportOptions, 'scope'>): Promise<ExportedFile> {
    const { facts, document, format } = await find(actor, documentId, 'document.export');
    const { original, skeleton } = await readOriginal(db.read, document.source.versionId);
    const whole = (await paragraphsOf(document, options.scope)).filter((paragraph) => paragraph.isWhole);
    const bytes = await writeBeside(format, {
      original,
      skeleton,
      encoding: document.source.encoding as Encoding,
      blocks: new Map(whole.map(({ anchor, target, codes }) => [anchor, { anchor, text: target, codes }])),
      sourceLang: facts.sourceLang,
      targetLang: facts.targetLang,
    });
    return { fileName: targetName(document, facts, format), mediaType: format.mediaType, bytes };
  }

  return {
    async choicesFor(actor: Actor, documentId: string): Promise<ExportChoices> {
      const { facts, document, format } = await find(actor, documentId, 'document.export');
      return { ...(await choices(document, facts, format)), gate: await gate.view(actor, documentId) };
    },
    editionOf,
    fileInTargetLanguage,
    async readingOf(actor: Actor, documentId: string): Promise<ReadingView> {
      const { facts, document } = await find(actor, documentId, 'document.read');
      return { document: shown(facts), ...markedPairs(await paragraphsOf(document, 'all')), keepsLines: keepsLines(document), layouts: LAYOUTS };
    },
    setGate: gate.set,
    /** @throws {AppError} conflict while findings stand in the way. */
    async exportOf(actor: Actor, documentId: string, options: ExportOptions): Promise<ExportedFile> {
      await gate.pass(actor, documentId);
      return options.kind === 'target' ? fileInTargetLanguage(actor, documentId, options) : editionOf(actor, documentId, options);
    },
  };
}

async function choices(document: ExportedDocument, facts: DocumentFacts, format: Format): Promise<Omit<ExportChoices, 'gate'>> {
  const scopes = await countByScope(document);
  return {
    document: shown(facts),
    kinds: KINDS,
    layouts: LAYOUTS,
    arabicSides: ARABIC_SIDES,
    scopes,
    paragraphs: document.blocks.filter((block) => block.segments.length > 0).length,
    filledIn: await filledIn(document, facts),
    fileNames: {
      bilingual: editionName(document, facts, 'bilingual'),
      'bilingual-docx': editionName(document, facts, 'bilingual-docx'),
      target: targetName(document, facts, format),
    },
  };
}

function shown(facts: DocumentFacts): ShownDocument {
  return { ...facts, sourceDir: directionOf(facts.sourceLang), targetDir: directionOf(facts.targetLang) };
}

/** What the document itself says where nobody chose otherwise. */
async function filledIn(document: ExportedDocument, facts: DocumentFacts): Promise<ExportChoices['filledIn']> {
  return {
    titleSource: facts.titleSource,
    titleTarget: facts.titleTarget || (await openingInTarget(document, facts.titleSource)),
    translator: inOneLine(document.translators, facts.targetLang),
    reviewer: inOneLine(document.reviewers, facts.targetLang),
    date: lastConfirmation(document),
  };
}

/** The confirmed translation of an opening paragraph that is the title; '' where there is none. */
async function openingInTarget(document: ExportedDocument, titleSource: string): Promise<string> {
  const opening = document.blocks.filter((block) => block.segments.length > 0).slice(0, 1);
  const [first] = await paragraphsOf({ ...document, blocks: opening }, 'confirmed');
  if (!first?.isWhole) return '';
  const read = (text: string) => plainText(inlineTree(text, first.codes)).trim();
  return read(first.source) === titleSource ? read(first.target) : '';
}

/** The day of the last confirmation in UTC, '' while nothing is confirmed. */
function lastConfirmation(document: ExportedDocument): string {
  const times = document.blocks.flatMap((block) =>
    block.segments.flatMap((segment) => (segment.state !== 'initial' && segment.savedAt ? [segment.savedAt] : [])),
  );
  return times.sort().at(-1)?.slice(0, 'YYYY-MM-DD'.length) ?? '';
}

async function editionFacts(document: ExportedDocument, facts: DocumentFacts, options: ExportOptions): Promise<EditionFacts> {
  const { titleSource, titleTarget, translator, reviewer, date } = { ...(await filledIn(document, facts)), ...given(options) };
  return {
    sourceLang: facts.sourceLang,
    targetLang: facts.targetLang,
    titleSource,
    titleTarget,
    translator,
    reviewer,
    date,
    fileName: baseName(document.source.fileName, facts.sourceLang),
    layout: options.layout,
    arabicSide: options.arabicSide,
    keepsLines: keepsLines(document),
    sourceSha256: document.source.sha256,
    version: document.version,
    hasOwnFonts: options.kind === 'bilingual',
  };
}

function given(options: ExportOptions): Partial<ExportChoices['filledIn']> {
  const { titleSource, titleTarget, translator, reviewer, date } = options;
  return Object.fromEntries(Object.entries({ titleSource, titleTarget, translator, reviewer, date }).filter(([, value]) => value !== undefined));
}

/** In Markdown and HTML a line break is a space; elsewhere somebody put it there for readers. */
function keepsLines(document: ExportedDocument): boolean {
  return document.source.format === 'text' || document.source.format === 'docx';
}

function editionName(document: ExportedDocument, { sourceLang, targetLang }: DocumentFacts, kind: ExportOptions['kind']): string {
  const extension = kind === 'bilingual-docx' ? 'docx' : 'html';
  return `${baseName(document.source.fileName, sourceLang)}.${sourceLang}-${targetLang}.bilingual.${extension}`;
}

function targetName(document: ExportedDocument, { sourceLang, targetLang }: DocumentFacts, format: Format): string {
  return `${baseName(document.source.fileName, sourceLang)}.${targetLang}${format.extensions[0] ?? ''}`;
}
