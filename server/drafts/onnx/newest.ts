/**
 * What we add to a stock decoder so that only the keys and values of the step just taken leave it. A stock decoder gives back the whole past at every step,
 * and onnxruntime-node copies each output into new memory: more is copied and thrown away than computed.
 */
import { ElementType, graphField, inGraph, int64Tensor, node, valueInfo } from './bytes.ts';

const PRESENT = 'present.';
/** What the names of these outputs begin with; behind it stands what stands behind `present.` in the decoder's own. */
export const NEWEST = 'dragoman_newest.';
const LAST = 'dragoman_last';
const BEYOND = 'dragoman_beyond';
const AXIS = 'dragoman_steps_axis';
const LARGEST = 2 ** 31 - 1;

/** What stands behind the bytes of a decoder to have an output [row, head, 1, width] for each of `names`, such as `0.decoder.key`. */
export function newestGraph(names: readonly string[]): Uint8Array {
  return graphField([
    ...[int64Tensor(LAST, [-1]), int64Tensor(BEYOND, [LARGEST]), int64Tensor(AXIS, [2])].map(inGraph.constant),
    ...names.flatMap((name) => [
      inGraph.node(node('Slice', [PRESENT + name, LAST, BEYOND, AXIS], { outputs: [NEWEST + name] })),
      inGraph.output(valueInfo(NEWEST + name, ElementType.float32, ['batch_size', 'heads', 1, 'width'])),
    ]),
  ]);
}
