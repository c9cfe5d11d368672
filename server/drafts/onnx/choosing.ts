/**
 * What we add to the end of a stock decoder: the choice of the likeliest tokens. Done inside the graph, only a few numbers a row leave it instead of the
 * whole vocabulary, and ONNX Runtime's vectorised code computes the logarithms.
 *
 * The file itself is left alone: what is added is appended to its bytes in memory, as a second `graph` field that readers merge with the first.
 */
import { ElementType, graphField, inGraph, int64Tensor, node, valueInfo } from './bytes.ts';

/** Inputs of the longer decoder: `bans` [vocabulary] is added to every row of logits, `topCount` [1] says how many tokens come out. */
export const CHOOSING_INPUTS = { bans: 'dragoman_bans', topCount: 'dragoman_top_count' } as const;

/**
 * Its outputs: log-probabilities of the likeliest tokens, likeliest first, the lower token first on a draw [row, 1, topCount]; those tokens [row, 1, topCount];
 * the log-probability of the end token [row, 1, 1].
 */
export const CHOOSING_OUTPUTS = { scores: 'dragoman_scores', tokens: 'dragoman_tokens', endScore: 'dragoman_end_score' } as const;

/** What stands behind the bytes of a decoder to put the choice at its end. The decoder must have an output `logits` [row, step, vocabularySize] of 32-bit floats. */
export function choosingGraph({ vocabularySize, endToken }: { vocabularySize: number; endToken: number }): Uint8Array {
  const { bans, topCount } = CHOOSING_INPUTS;
  const { endScore, scores, tokens } = CHOOSING_OUTPUTS;
  const rows = (last: string | number) => ['batch_size', 'decoder_sequence_length', last];
  return graphField([
    inGraph.node(node('Add', ['logits', bans], { outputs: ['dragoman_allowed'] })),
    inGraph.node(node('LogSoftmax', ['dragoman_allowed'], { outputs: ['dragoman_log_probabilities'], numbers: { axis: -1 } })),
    inGraph.node(node('TopK', ['dragoman_log_probabilities', topCount], { outputs: [scores, tokens], numbers: { axis: -1, largest: 1, sorted: 1 } })),
    inGraph.node(node('Gather', ['dragoman_log_probabilities', 'dragoman_end'], { outputs: [endScore], numbers: { axis: -1 } })),
    inGraph.constant(int64Tensor('dragoman_end', [endToken])),
    inGraph.input(valueInfo(bans, ElementType.float32, [vocabularySize])),
    inGraph.input(valueInfo(topCount, ElementType.int64, [1])),
    inGraph.output(valueInfo(scores, ElementType.float32, rows('dragoman_top'))),
    inGraph.output(valueInfo(tokens, ElementType.int64, rows('dragoman_top'))),
    inGraph.output(valueInfo(endScore, ElementType.float32, rows(1))),
  ]);
}
