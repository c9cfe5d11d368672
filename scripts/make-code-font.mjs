// Makes public/fonts/dragoman-codes.woff2: inline codes (U+E001 …) as numbered chips, drawn here from strokes. Run it only to change the look.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import opentype from 'opentype.js';

const target = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'public/fonts/dragoman-codes.woff2');
const FIRST = 0xe001;
const LAST = 0xf8ff;
/** Codes above this share one chip: no paragraph of a reader's text has so many. */
const NUMBERED = 250;
const STROKE = 66;
const DIGIT = { width: 330, height: 540, gap: 90, base: 60 };
const CHIP = { bottom: -170, top: 830, side: 50, padding: 135, radius: 230, line: 40 };

/** Strokes of each digit in a box of 1 × 1, origin at the bottom: polylines, curves as several points. */
const arc = ([cx, cy], [rx, ry], [from, to], steps = 14) =>
  Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
const DIGITS = [
  [arc([0.5, 0.5], [0.5, 0.5], [0, 360], 24)],
  [
    [
      [0.12, 0.8],
      [0.55, 1],
      [0.55, 0],
    ],
  ],
  [[...arc([0.5, 0.7], [0.48, 0.3], [165, -25]), [0, 0], [1, 0]]],
  [[...arc([0.45, 0.75], [0.45, 0.25], [155, -90])], [...arc([0.45, 0.25], [0.5, 0.25], [90, -155])]],
  [
    [
      [0.75, 0],
      [0.75, 1],
      [0, 0.28],
      [1, 0.28],
    ],
  ],
  [[[0.92, 1], [0.15, 1], [0.1, 0.55], ...arc([0.45, 0.32], [0.53, 0.32], [120, -150])]],
  [arc([0.5, 0.31], [0.48, 0.31], [0, 360], 22), [...arc([1.0, 0.35], [0.97, 0.68], [98, 182], 10)]],
  [
    [
      [0, 1],
      [1, 1],
      [0.35, 0],
    ],
  ],
  [arc([0.5, 0.76], [0.42, 0.24], [0, 360], 20), arc([0.5, 0.27], [0.5, 0.27], [0, 360], 22)],
  [arc([0.5, 0.69], [0.48, 0.31], [0, 360], 22), [...arc([0, 0.65], [0.97, 0.68], [-82, 2], 10)]],
];
const DOTS = [
  [
    [0.5, 0.42],
    [0.5, 0.44],
  ],
];

/** A stroke from a to b with round ends; always drawn in the same turn, so that strokes that cross are filled. */
function addCapsule(shape, [ax, ay], [bx, by]) {
  const angle = Math.atan2(by - ay, bx - ax);
  const points = [];
  for (const [x, y, start] of [
    [bx, by, angle - Math.PI / 2],
    [ax, ay, angle + Math.PI / 2],
  ])
    for (let i = 0; i <= 6; i++) points.push([x + (STROKE / 2) * Math.cos(start + (Math.PI * i) / 6), y + (STROKE / 2) * Math.sin(start + (Math.PI * i) / 6)]);
  addPolygon(shape, points);
}

function addPolygon(shape, points) {
  points.forEach(([x, y], i) => (i === 0 ? shape.moveTo(Math.round(x), Math.round(y)) : shape.lineTo(Math.round(x), Math.round(y))));
  shape.close();
}

function roundedBox([x1, y1, x2, y2], radius) {
  const corners = [
    [x2 - radius, y2 - radius, 0],
    [x1 + radius, y2 - radius, 90],
    [x1 + radius, y1 + radius, 180],
    [x2 - radius, y1 + radius, 270],
  ];
  return corners.flatMap(([cx, cy, from]) => arc([cx, cy], [radius, radius], [from, from + 90], 8));
}

function drawChip(strokesOfSigns) {
  const shape = new opentype.Path();
  const inner = strokesOfSigns.length * DIGIT.width + (strokesOfSigns.length - 1) * DIGIT.gap;
  const width = CHIP.side * 2 + CHIP.padding * 2 + inner;
  const box = [CHIP.side, CHIP.bottom, width - CHIP.side, CHIP.top];
  addPolygon(shape, roundedBox(box, CHIP.radius));
  addPolygon(shape, roundedBox([box[0] + CHIP.line, box[1] + CHIP.line, box[2] - CHIP.line, box[3] - CHIP.line], CHIP.radius - CHIP.line).reverse());
  strokesOfSigns.forEach((strokes, place) => {
    const left = CHIP.side + CHIP.padding + place * (DIGIT.width + DIGIT.gap);
    const at = ([x, y]) => [left + x * DIGIT.width, DIGIT.base + y * DIGIT.height];
    for (const line of strokes) for (let i = 1; i < line.length; i++) addCapsule(shape, at(line[i - 1]), at(line[i]));
  });
  return { path: shape, advanceWidth: width };
}

function makeFont() {
  const glyphs = [new opentype.Glyph({ name: '.notdef', advanceWidth: 500, path: new opentype.Path() })];
  for (let number = 1; number <= NUMBERED; number++) {
    const signs = [...String(number)].map((digit) => DIGITS[Number(digit)]);
    glyphs.push(new opentype.Glyph({ name: `code${number}`, unicode: FIRST + number - 1, ...drawChip(signs) }));
  }
  glyphs.push(new opentype.Glyph({ name: 'code', unicode: FIRST + NUMBERED, ...drawChip([DOTS, DOTS, DOTS]) }));
  return new opentype.Font({ familyName: 'Dragoman Codes', styleName: 'Regular', unitsPerEm: 1000, ascender: 800, descender: -200, glyphs });
}

/**
 * Which character shows which glyph (OpenType `cmap`, format 4): the numbered chips in a row, the one chip for all the rest from a list.
 * opentype.js would write a segment of its own for each of these six thousand characters.
 */
function characterMap() {
  const others = new Array(LAST - FIRST - NUMBERED + 1).fill(NUMBERED + 1);
  const segments = [
    { start: FIRST, end: FIRST + NUMBERED - 1, delta: 1 - FIRST, rangeOffset: 0 },
    { start: FIRST + NUMBERED, end: LAST, delta: 0, rangeOffset: 4 },
    { start: 0xffff, end: 0xffff, delta: 1, rangeOffset: 0 },
  ];
  const search = [segments.length * 2, 4, 1, segments.length * 2 - 4];
  const columns = [...segments.map(({ end }) => end), 0, ...['start', 'delta', 'rangeOffset'].flatMap((name) => segments.map((segment) => segment[name]))];
  const length = 2 * (3 + search.length + columns.length + others.length);
  return toWords([0, 1, 3, 1, 0, 12, 4, length, 0, ...search, ...columns, ...others]);
}

function toWords(numbers) {
  const words = Buffer.alloc(numbers.length * 2);
  numbers.forEach((number, i) => words.writeUInt16BE(number & 0xffff, i * 2));
  return words;
}

/** The same drawing gives the same bytes: without the times of making, and without the sum over the file, which readers of WOFF 2.0 work out anew. */
function withoutTimes(head) {
  const fixed = Buffer.from(head);
  fixed.fill(0, 8, 12);
  fixed.fill(0, 20, 36);
  return fixed;
}

const REPLACED = { cmap: characterMap, head: withoutTimes };

const KNOWN_TAGS = ['cmap', 'head', 'hhea', 'hmtx', 'maxp', 'name', 'OS/2', 'post', 'cvt ', 'fpgm', 'glyf', 'loca', 'prep', 'CFF '];

function base128(value) {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}

/** WOFF 2.0 (W3C, 2018) without table transforms: a header, a directory, all tables in one Brotli stream. */
function toWoff2(sfnt) {
  const count = sfnt.readUInt16BE(4);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 12 + i * 16;
    const [offset, length] = [sfnt.readUInt32BE(at + 8), sfnt.readUInt32BE(at + 12)];
    const [tag, data] = [sfnt.toString('latin1', at, at + 4), sfnt.subarray(offset, offset + length)];
    return { tag, data: REPLACED[tag]?.(data) ?? data };
  });
  const directory = Buffer.concat(
    tables.flatMap(({ tag, data }) => {
      const known = KNOWN_TAGS.indexOf(tag);
      return known < 0 ? [Buffer.from([0x3f]), Buffer.from(tag, 'latin1'), base128(data.length)] : [Buffer.from([known]), base128(data.length)];
    }),
  );
  const stream = brotliCompressSync(Buffer.concat(tables.map(({ data }) => data)), { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_FONT } });
  const unpadded = 48 + directory.length + stream.length;
  const file = Buffer.alloc(unpadded + ((4 - (unpadded % 4)) % 4));
  file.write('wOF2', 0, 'latin1');
  sfnt.copy(file, 4, 0, 4);
  file.writeUInt32BE(file.length, 8);
  file.writeUInt16BE(count, 12);
  file.writeUInt32BE(12 + 16 * count + tables.reduce((sum, { data }) => sum + Math.ceil(data.length / 4) * 4, 0), 16);
  file.writeUInt32BE(stream.length, 20);
  file.writeUInt16BE(1, 24);
  directory.copy(file, 48);
  stream.copy(file, 48 + directory.length);
  return file;
}

const file = toWoff2(Buffer.from(makeFont().toArrayBuffer()));
await writeFile(target, file);
console.log(`${target}: ${file.length} bytes`);
