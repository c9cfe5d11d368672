import { describe, expect, test } from 'vitest';
import { readProjectFile } from '../support/project-files.ts';

type Theme = 'light' | 'dark';
type Palette = Map<string, Record<Theme, string>>;
type Pair = [foreground: string, background: string, needed: number];

/** WCAG 2.2: 1.4.3 asks 4.5:1 of text, 1.4.11 asks 3:1 of borders, icons and focus rings. */
const TEXT = 4.5;
const SHAPE = 3;

const grounds = ['paper', 'surface', 'sunken'];
const marks = ['draft', 'memory', 'edited', 'good', 'bad'];
const interfacePairs: Pair[] = [
  ...['ink', 'ink-2', 'ink-3', 'link', ...marks].flatMap((ink) => grounds.map((ground): Pair => [ink, ground, TEXT])),
  ...marks.flatMap((mark) => [mark, 'ink', 'ink-2'].map((ink): Pair => [ink, `${mark}-tint`, TEXT])),
  ...['edge', 'focus'].flatMap((shape) => grounds.map((ground): Pair => [shape, ground, SHAPE])),
  ['paper', 'ink', TEXT],
  ['paper', 'ink-2', TEXT],
];
const editionPairs: Pair[] = [
  ['ink', 'page', TEXT],
  ['soft', 'page', TEXT],
  ['focus', 'page', SHAPE],
];

describe.each([
  ['tokens.css', interfacePairs],
  ['edition.css', editionPairs],
])('colours of %s', (sheet, pairs) => {
  const palette = readPalette(`public/styles/${sheet}`);
  const cases = pairs.flatMap((pair) => (['light', 'dark'] as const).map((theme) => [theme, ...pair] as const));

  test.each(cases)('in the %s theme %s on %s reaches %d:1', (theme, foreground, background, needed) => {
    expect(contrast(colour(palette, foreground, theme), colour(palette, background, theme))).toBeGreaterThanOrEqual(needed);
  });
});

function readPalette(file: string): Palette {
  const definitions = readProjectFile(file).matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map([...definitions].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]));
}

function colour(palette: Palette, name: string, theme: Theme): string {
  const found = palette.get(name)?.[theme];
  if (!found) throw new Error(`no colour --${name} with a light and a dark value`);
  return found;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it for sRGB. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
