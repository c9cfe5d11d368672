/** How the lists of a Word file count. */
import type { ListMarker } from '../../core/model.ts';
import { child, valueOf, type XmlElement } from './xml.ts';

interface Level {
  start: number;
  /** bullet: a sign; number: a number; none: nothing that one can see. */
  shows: 'bullet' | 'number' | 'none';
  /** Whether an item of an outer level sets it back. */
  isRestarted: boolean;
}

/** A list as paragraphs name it. Lists of one pattern count on from each other, unless one says where it starts. */
interface List {
  pattern: string;
  starts: ReadonlyMap<number, number>;
  levels: ReadonlyMap<number, Level>;
}

export class Numbering {
  readonly #patterns = new Map<string, Map<number, Level>>();
  readonly #lists = new Map<string, List>();
  /** Of each pattern, the last number of each level. */
  readonly #counts = new Map<string, Map<number, number>>();
  /** Lists and levels that have said where they start. */
  readonly #begun = new Set<string>();

  /** @param root of the numbering part, if there is one */
  constructor(root: XmlElement | null) {
    const patterns = (root?.children ?? []).filter(({ name }) => name === 'w:abstractNum');
    for (const pattern of patterns) this.#patterns.set(pattern.attributes['w:abstractNumId'] ?? '', levelsOf(sourceOf(pattern, patterns)));
    for (const list of root?.children ?? []) if (list.name === 'w:num') this.#lists.set(list.attributes['w:numId'] ?? '', this.#read(list));
  }

  /** Counts a paragraph. Call it once for each in the order of the text, blank ones too. @returns what stands before it; undefined for a bullet */
  count(number: string, depth: number): ListMarker | undefined {
    const list = this.#lists.get(number);
    const level = list?.levels.get(depth);
    if (!list || !level) return undefined;
    const count = this.#next(number, depth, list);
    if (level.shows === 'number') return count;
    return level.shows === 'none' ? 'none' : undefined;
  }

  #next(number: string, depth: number, { pattern, starts, levels }: List): number {
    const counts = this.#counts.get(pattern) ?? new Map<number, number>();
    this.#counts.set(pattern, counts);
    const start = this.#begun.has(`${number} ${depth}`) ? undefined : starts.get(depth);
    this.#begun.add(`${number} ${depth}`);
    const last = counts.get(depth);
    const count = start ?? (last === undefined ? (starts.get(depth) ?? levels.get(depth)!.start) : last + 1);
    counts.set(depth, count);
    for (const [inner, { isRestarted }] of levels) if (inner > depth && isRestarted) counts.delete(inner);
    return count;
  }

  #read(list: XmlElement): List {
    const pattern = valueOf(child(list, 'w:abstractNumId')) ?? '';
    const levels = new Map(this.#patterns.get(pattern));
    const starts = new Map<number, number>();
    for (const override of list.children.filter(({ name }) => name === 'w:lvlOverride')) {
      const depth = Number(override.attributes['w:ilvl']);
      const start = valueOf(child(override, 'w:startOverride'));
      const level = child(override, 'w:lvl');
      if (start !== undefined) starts.set(depth, Number(start));
      if (level) levels.set(depth, levelOf(level));
    }
    return { pattern, starts, levels };
  }
}

/** A pattern may only point at the style that another pattern belongs to. */
function sourceOf(pattern: XmlElement, patterns: readonly XmlElement[]): XmlElement {
  const style = valueOf(child(pattern, 'w:numStyleLink'));
  return (style === undefined ? undefined : patterns.find((other) => valueOf(child(other, 'w:styleLink')) === style)) ?? pattern;
}

function levelsOf(pattern: XmlElement): Map<number, Level> {
  const levels = pattern.children.filter(({ name }) => name === 'w:lvl');
  return new Map(levels.map((level) => [Number(level.attributes['w:ilvl']), levelOf(level)]));
}

function levelOf(level: XmlElement): Level {
  const format = valueOf(child(level, 'w:numFmt')) ?? 'decimal';
  const text = valueOf(child(level, 'w:lvlText')) ?? '';
  const isShown = format !== 'none' && (text !== '' || child(level, 'w:lvlPicBulletId') !== undefined);
  return {
    start: Number(valueOf(child(level, 'w:start')) ?? 0),
    shows: !isShown ? 'none' : format === 'bullet' || !text.includes('%') ? 'bullet' : 'number',
    isRestarted: valueOf(child(level, 'w:lvlRestart')) !== '0',
  };
}
