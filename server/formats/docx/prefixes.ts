/** XML may call a namespace what it likes. What reads and writes Word files here calls each as Word does. */
import { escapeXml } from '../../core/edition/xml.ts';
import { applyEdits, type Edit } from '../edits.ts';
import { descendants, type XmlElement } from './xml.ts';

/** The transitional and the strict form of the standard. */
const USUAL_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'r'],
  ['http://purl.oclc.org/ooxml/officeDocument/relationships', 'r'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'm'],
  ['http://purl.oclc.org/ooxml/officeDocument/math', 'm'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
]);
const OURS = new Set(USUAL_PREFIXES.values());

const DECLARATION = /\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ATTRIBUTE = /(\s)([^\s=<>"'/]+)(\s*=\s*(?:"[^"]*"|'[^']*'))/g;

/** Whether each namespace has the prefix that Word gives it, and the one for text is given to nothing else. */
export function hasUsualPrefixes(xml: string): boolean {
  for (const [, prefix = '', quoted, apostrophed] of xml.matchAll(DECLARATION)) {
    const usual = USUAL_PREFIXES.get(quoted ?? apostrophed ?? '');
    if (usual === undefined ? prefix === 'w' : usual !== prefix) return false;
  }
  return true;
}

function isTaken(namespace: string | undefined, prefix: string): boolean {
  return namespace !== undefined && USUAL_PREFIXES.get(namespace) !== prefix;
}

/** Prefix → namespace, as an element and those around it declare them. */
type Scope = ReadonlyMap<string, string>;

/** The part with Word's prefixes; null when it gives one of them to something else. @param root the part as read */
export function withUsualPrefixes(xml: string, root: XmlElement): string | null {
  for (const { attributes } of descendants(root)) if ([...OURS].some((prefix) => isTaken(attributes[`xmlns:${prefix}`], prefix))) return null;
  const renamer = new Renamer(xml);
  renamer.visit(root, new Map());
  const renamed = applyEdits(xml, renamer.edits);
  const missing = [...renamer.used].filter(([prefix]) => root.attributes[`xmlns:${prefix}`] === undefined);
  const at = root.start + /^<[^\s/>]+/.exec(renamed.slice(root.start))![0].length;
  const declarations = missing.map(([prefix, namespace]) => ` xmlns:${prefix}="${escapeXml(namespace)}"`).join('');
  return renamed.slice(0, at) + declarations + renamed.slice(at);
}

class Renamer {
  readonly edits: Edit[] = [];
  /** Word's prefix → the first namespace that was given it. */
  readonly used = new Map<string, string>();
  readonly #xml: string;

  constructor(xml: string) {
    this.#xml = xml;
  }

  visit(element: XmlElement, around: Scope): void {
    const scope = scopeOf(element, around);
    this.#renameTags(element, scope);
    for (const inner of element.children) this.visit(inner, scope);
  }

  #renameTags({ name, start, end, innerStart, innerEnd }: XmlElement, scope: Scope): void {
    const tag = this.#xml.slice(start, innerStart);
    const renamed = tag
      .replace(/^<[^\s/>]+/, `<${this.#renamed(name, scope)}`)
      .replace(ATTRIBUTE, (_whole, space: string, attribute: string, value: string) => space + this.#attribute(attribute, scope) + value);
    if (renamed !== tag) this.edits.push({ start, end: innerStart, text: renamed });
    if (innerEnd < end && renamed !== tag) this.edits.push({ start: innerEnd, end, text: `</${this.#renamed(name, scope)}>` });
  }

  /** Attributes without a prefix belong to no namespace. */
  #attribute(name: string, scope: Scope): string {
    return name.includes(':') && !name.startsWith('xmlns:') ? this.#renamed(name, scope) : name;
  }

  #renamed(name: string, scope: Scope): string {
    const [local, prefix = ''] = name.split(':').reverse() as [string, string | undefined];
    const namespace = scope.get(prefix) ?? '';
    const usual = USUAL_PREFIXES.get(namespace);
    if (usual === undefined) return name;
    if (!this.used.has(usual)) this.used.set(usual, namespace);
    return `${usual}:${local}`;
  }
}

function scopeOf({ attributes }: XmlElement, around: Scope): Scope {
  const declared = Object.entries(attributes).filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  return declared.length === 0 ? around : new Map([...around, ...declared.map(([name, value]) => [name.slice('xmlns:'.length), value] as const)]);
}
