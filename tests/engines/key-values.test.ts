import { expect, test } from 'vitest';
import { KeyValues } from '../../server/drafts/engines/key-values.ts';

const [HEADS, WIDTH] = [2, 3];
const NAME = '0.decoder.key';

/** What row, head and step hold, so that each number says where it belongs. */
const numberAt = (row: number, head: number, step: number, at: number) => row * 1e6 + head * 1e4 + step * 10 + at;

function stepOf(rows: number, step: number): Float32Array {
  const places = Array.from(
    { length: rows * HEADS * WIDTH },
    (_, at) => [Math.floor(at / (HEADS * WIDTH)), Math.floor(at / WIDTH) % HEADS, at % WIDTH] as const,
  );
  return Float32Array.from(places, ([row, head, at]) => numberAt(row, head, step, at));
}

function expectRow(values: KeyValues, { row, rows, from }: { row: number; rows: number; from: number }): void {
  const tensor = values.tensors('past.', rows)[`past.${NAME}`]!;
  const { length } = values.shape;
  expect(tensor.dims).toEqual([rows, HEADS, length, WIDTH]);
  const data = tensor.data as Float32Array;
  for (let head = 0; head < HEADS; head++)
    for (let step = 0; step < length; step++)
      for (let at = 0; at < WIDTH; at++) expect(data[((row * HEADS + head) * length + step) * WIDTH + at]).toBe(numberAt(from, head, step, at));
}

test.each([1, 31, 32, 33, 70])('keep what %d steps brought, of each row and head', (steps) => {
  const values = new KeyValues([NAME], { heads: HEADS, length: 0, width: WIDTH }, 3);
  for (let step = 0; step < steps; step++) values.append({ rows: 3, room: 3 }, () => stepOf(3, step));
  for (let row = 0; row < 3; row++) expectRow(values, { row, rows: 3, from: row });
});

test.each([31, 32, 33, 64, 65])('have room for rows that come back after %d steps of fewer', (steps) => {
  const values = new KeyValues([NAME], { heads: HEADS, length: 0, width: WIDTH }, 6);
  for (let step = 0; step < steps; step++) values.append({ rows: 5, room: 6 }, () => stepOf(5, step));
  values.copyRow(2, 5);
  expectRow(values, { row: 5, rows: 6, from: 2 });
  expectRow(values, { row: 4, rows: 6, from: 4 });
});
