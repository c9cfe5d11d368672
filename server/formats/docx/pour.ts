/** A translation → what its paragraph holds. */
import { escapeXml } from '../../core/edition/xml.ts';
import type { InlineCode } from '../../core/model.ts';
import type { TranslatedBlock } from '../format.ts';
import { partsOf } from '../hole.ts';
import { propertiesMarkup, turnProperties, withRest, withSwitch, type RunProperties, type TargetScript } from './run-properties.ts';
import type { WordHole } from './skeleton.ts';

/** Codes whose markup stands inside a run, and therefore looks as the text around it does. */
const INSIDE_RUNS = /^<w:(?:br|cr|tab|ptab)\b/;
const SWITCH = /^<w:[biu](?:\s[^>]*)?\/>$/;
/** A link's opening ends with the look of its text. */
const WRAPPER = /^(.*?)(?:<w:rPr>((?:(?!<w:rPr>).)*)<\/w:rPr>)?$/s;

/** What a paragraph holds besides its properties. */
export function pourText(hole: WordHole, translated: TranslatedBlock, script: TargetScript): string {
  return turnRuns(hole.before) + new Pourer(hole, translated, script).write() + turnRuns(hole.after);
}

/** Runs that hold no text of ours, without their marks of right-to-left script. */
function turnRuns(markup: string): string {
  return markup.replace(/<w:r><w:rPr>.*?<\/w:rPr>/gs, (head) => head.replace(/<w:(?:rtl|cs)(?:\s[^>]*)?\/>/g, ''));
}

interface OpenCode {
  code: InlineCode;
  properties: RunProperties;
  /** A link or a content control, whose end has markup. */
  isWrapper: boolean;
}

class Pourer {
  readonly #translated: TranslatedBlock;
  readonly #script: TargetScript;
  readonly #base: RunProperties;
  readonly #open: OpenCode[] = [];
  readonly #done = new Set<number>();
  #written = '';

  constructor(hole: WordHole, translated: TranslatedBlock, script: TargetScript) {
    this.#translated = translated;
    this.#script = script;
    this.#base = turnProperties(hole.look, script);
  }

  write(): string {
    for (const part of partsOf(this.#translated)) {
      if ('text' in part) this.#addRun(runContent(part.text));
      else if (!this.#done.has(part.code.number)) this.#addCode(part.code);
    }
    while (this.#open.length > 0) this.#closeLast();
    for (const code of this.#translated.codes) if (isLost(code, this.#done)) this.#addCode(code);
    return this.#written;
  }

  get #properties(): RunProperties {
    return this.#open.at(-1)?.properties ?? this.#base;
  }

  #addRun(content: string): void {
    this.#written += `<w:r>${propertiesMarkup(this.#properties)}${content}</w:r>`;
  }

  #addCode(code: InlineCode): void {
    this.#done.add(code.number);
    if (code.kind === 'open') this.#openCode(code);
    else if (code.kind === 'close') this.#close(code);
    else if (code.type === 'private') this.#addRun(runContent(code.data));
    else if (INSIDE_RUNS.test(code.data)) this.#addRun(code.data);
    else this.#written += turnRuns(code.data);
  }

  #openCode(code: InlineCode): void {
    const around = this.#properties;
    if (code.data.startsWith('<w:rPr>')) {
      const rest = turnProperties(code.data.slice('<w:rPr>'.length, -'</w:rPr>'.length), this.#script);
      this.#open.push({ code, properties: withRest(around, rest), isWrapper: false });
    } else if (SWITCH.test(code.data)) this.#open.push({ code, properties: withSwitch(around, code.data), isWrapper: false });
    else {
      const [, markup = '', look] = WRAPPER.exec(code.data) ?? [];
      this.#written += markup;
      this.#open.push({ code, properties: look === undefined ? around : turnProperties(look, this.#script), isWrapper: true });
    }
  }

  /** Markup must nest, whatever the text does: what was opened inside ends here too. */
  #close(code: InlineCode): void {
    const at = this.#open.findLastIndex((open) => open.code.number === code.pair);
    if (at < 0) return;
    const crossed = this.#open.slice(at + 1).filter(({ isWrapper }) => !isWrapper);
    while (this.#open.length > at) this.#closeLast();
    for (const open of crossed) this.#openCode(open.code);
  }

  #closeLast(): void {
    const { code, isWrapper } = this.#open.pop()!;
    const close = this.#translated.codes.find(({ number }) => number === code.pair);
    if (isWrapper) this.#written += close?.data ?? '';
  }
}

/** A picture, a note or a field is not lost because its code is. */
function isLost(code: InlineCode, done: ReadonlySet<number>): boolean {
  return code.kind === 'standalone' && code.type !== 'private' && !done.has(code.number) && !INSIDE_RUNS.test(code.data);
}

function runContent(text: string): string {
  return text
    .split(/(\r\n|\r|\n|\t)/)
    .filter((part) => part !== '')
    .map((part) => (part === '\t' ? '<w:tab/>' : /^[\r\n]/.test(part) ? '<w:br/>' : `<w:t xml:space="preserve">${escapeXml(part)}</w:t>`))
    .join('');
}
