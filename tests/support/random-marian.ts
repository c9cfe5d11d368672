/**
 * Models with random weights in the layout and shape of opus-mt, for speeds and for what does not depend on sense. A sentence ends after 1.4 tokens for
 * each source token, so that lengths are those of real drafts. The tokenizer is that of the starter model. Decoders read one token a step.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ElementType, field, inGraph, int64Tensor, node, numberField, valueInfo, type Dimension } from '../../server/drafts/onnx/bytes.ts';
import { starter } from './starter-model.ts';

export interface MarianSize {
  width: number;
  heads: number;
  feedForward: number;
  encoderLayers: number;
  decoderLayers: number;
  vocabulary: number;
  /** With one activation scale a tensor, as the usual 8-bit files have it. */
  isQuantised: boolean;
  /** With the numbers in files beside the graphs: `x.onnx_data`, or called as it says. */
  dataSuffix?: string;
  /** Pieces that it says rather than others. */
  favours?: (piece: string) => boolean;
}

/** The shape of opus-mt-ar-en. */
export const OPUS_MT: MarianSize = { width: 512, heads: 8, feedForward: 2048, encoderLayers: 6, decoderLayers: 6, vocabulary: 62_834, isQuantised: false };
export const TINY: MarianSize = { width: 64, heads: 4, feedForward: 128, encoderLayers: 2, decoderLayers: 2, vocabulary: 9000, isQuantised: false };

const POSITIONS = 512;
const WORDS = 9000;
const END = 0;
const PAD = 2;
const TARGET_PER_SOURCE = 1.4;
const FORBIDDEN = -1e4;
const FAVOURED = 20;
const MASKED = -1e9;

/** Writes a model of this size into the folder. */
export function writeRandomMarian(dir: string, size: MarianSize): void {
  mkdirSync(path.join(dir, 'onnx'), { recursive: true });
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'generation_config.json']) copyFileSync(path.join(starter.dir, name), path.join(dir, name));
  const config = JSON.parse(readFileSync(path.join(starter.dir, 'config.json'), 'utf8')) as Record<string, unknown>;
  Object.assign(config, {
    d_model: size.width,
    vocab_size: size.vocabulary,
    decoder_vocab_size: size.vocabulary,
    encoder_attention_heads: size.heads,
    decoder_attention_heads: size.heads,
    encoder_layers: size.encoderLayers,
    decoder_layers: size.decoderLayers,
    num_hidden_layers: size.encoderLayers,
    encoder_ffn_dim: size.feedForward,
    decoder_ffn_dim: size.feedForward,
  });
  writeFileSync(path.join(dir, 'config.json'), JSON.stringify(config));
  for (const [name, build] of [
    ['encoder_model.onnx', encoder],
    ['decoder_model_merged.onnx', decoder],
  ] as const) {
    const graph = new Graph(size, name);
    writeFileSync(path.join(dir, 'onnx', name), build(graph));
    if (graph.dataFile !== null) writeFileSync(path.join(dir, 'onnx', graph.dataFile), Buffer.concat(graph.data));
  }
}

/** Nodes and constants as they are added; what an operation gives is known by its name. */
class Graph {
  readonly size: MarianSize;
  readonly parts: Uint8Array[] = [];
  /** Where large constants are, beside the graph; null: in it. */
  readonly dataFile: string | null;
  readonly data: Uint8Array[] = [];
  readonly #random = numbersFrom(7);
  #dataBytes = 0;
  #names = 0;

  constructor(size: MarianSize, file: string) {
    this.size = size;
    this.dataFile = size.dataSuffix === undefined ? null : file + size.dataSuffix;
  }

  op(operator: string, inputs: readonly string[], more: { numbers?: Record<string, number>; attributes?: Uint8Array[]; output?: string } = {}): string {
    return this.ops(operator, inputs, { ...more, outputs: [more.output ?? this.#name()] })[0]!;
  }

  ops(
    operator: string,
    inputs: readonly string[],
    { attributes = [], numbers = {}, outputs }: { numbers?: Record<string, number>; attributes?: Uint8Array[]; outputs: string[] | number },
  ): string[] {
    const names = typeof outputs === 'number' ? Array.from({ length: outputs }, () => this.#name()) : outputs;
    this.parts.push(inGraph.node(Buffer.concat([node(operator, inputs, { outputs: names, numbers }), ...attributes.map((bytes) => field(5, bytes))])));
    return names;
  }

  int(values: readonly number[], dims?: readonly number[]): string {
    const name = this.#name();
    this.parts.push(inGraph.constant(int64Tensor(name, values, dims)));
    return name;
  }

  float(values: Float32Array, dims: readonly number[]): string {
    return this.#tensor(ElementType.float32, new Uint8Array(values.buffer), dims);
  }

  number(value: number): string {
    return this.float(Float32Array.of(value), []);
  }

  weights(dims: readonly number[], spread: number): string {
    const values = new Float32Array(dims.reduce((all, each) => all * each, 1));
    for (let at = 0; at < values.length; at++) values[at] = (this.#random() - 0.5) * spread;
    return this.float(values, dims);
  }

  bytes(dims: readonly number[]): string {
    const values = Int8Array.from({ length: dims.reduce((all, each) => all * each, 1) }, () => Math.floor(this.#random() * 255) - 127);
    return this.#tensor(INT8, new Uint8Array(values.buffer), dims);
  }

  /** ModelProto: version 8 of the format, version 17 of the operators. */
  model(inputs: Uint8Array[], outputs: Uint8Array[]): Uint8Array {
    const graph = field(7, Buffer.concat([...this.parts, field(2, 'random'), ...inputs.map(inGraph.input), ...outputs.map(inGraph.output)]));
    return Buffer.concat([numberField(1, 8), field(8, [field(1, ''), numberField(2, 17)]), graph]);
  }

  #tensor(type: number, raw: Uint8Array, dims: readonly number[]): string {
    const name = this.#name();
    const content = this.dataFile !== null && raw.length >= SMALLEST_APART ? this.#apart(this.dataFile, raw) : field(9, raw);
    this.parts.push(inGraph.constant(Buffer.concat([...dims.map((length) => numberField(1, length)), numberField(2, type), field(8, name), content])));
    return name;
  }

  /** `external_data` and `data_location` of a TensorProto. */
  #apart(file: string, raw: Uint8Array): Uint8Array {
    const facts = { location: file, offset: String(this.#dataBytes), length: String(raw.length) };
    this.data.push(raw);
    this.#dataBytes += raw.length;
    return Buffer.concat([
      ...Object.entries(facts).map((pair) =>
        field(
          13,
          pair.map((text, at) => field(at + 1, text)),
        ),
      ),
      numberField(14, 1),
    ]);
  }

  #name(): string {
    return `n${this.#names++}`;
  }
}

const INT8 = 3;
const SMALLEST_APART = 1024;

/** Attribute that holds a list of whole numbers. */
function list(name: string, values: readonly number[]): Uint8Array {
  return Buffer.concat([field(1, name), ...values.map((value) => numberField(8, value)), numberField(20, 7)]);
}

/** Attribute that holds a graph. */
function subgraph(name: string, parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([field(1, name), field(6, [field(2, name), ...parts]), numberField(20, 5)]);
}

function linear(graph: Graph, x: string, [from, to]: [number, number]): string {
  const bias = graph.weights([to], 0.02);
  if (!graph.size.isQuantised) return graph.op('Add', [graph.op('MatMul', [x, graph.weights([from, to], 2 / Math.sqrt(from))]), bias]);
  const [quantised, scale, zero] = graph.ops('DynamicQuantizeLinear', [x], { outputs: 3 });
  const product = graph.op('MatMulInteger', [quantised!, graph.bytes([from, to]), zero!]);
  const scaled = graph.op('Mul', [graph.op('Cast', [product], { numbers: { to: ElementType.float32 } }), scale!]);
  return graph.op('Add', [graph.op('Mul', [scaled, graph.number(1 / (127 * Math.sqrt(from)))]), bias]);
}

function heads(graph: Graph, x: string): string {
  const { heads: count, width } = graph.size;
  return transposed(graph, graph.op('Reshape', [x, graph.int([0, 0, count, width / count])]), [0, 2, 1, 3]);
}

function transposed(graph: Graph, x: string, order: number[]): string {
  return graph.op('Transpose', [x], { attributes: [list('perm', order)] });
}

function projected(graph: Graph, x: string): string {
  return linear(graph, x, [graph.size.width, graph.size.width]);
}

function attended(graph: Graph, query: string, { key, mask, value }: { key: string; value: string; mask: string | null }): string {
  const { heads: count, width } = graph.size;
  const scaled = graph.op('Mul', [query, graph.number(1 / Math.sqrt(width / count))]);
  const scores = graph.op('MatMul', [scaled, transposed(graph, key, [0, 1, 3, 2])]);
  const weights = graph.op('Softmax', [mask ? graph.op('Add', [scores, mask]) : scores], { numbers: { axis: -1 } });
  const mixed = graph.op('Reshape', [transposed(graph, graph.op('MatMul', [weights, value]), [0, 2, 1, 3]), graph.int([0, 0, width])]);
  return projected(graph, mixed);
}

function addedAndNormed(graph: Graph, x: string, change: string): string {
  const { width } = graph.size;
  const ones = graph.float(new Float32Array(width).fill(1), [width]);
  return graph.op('LayerNormalization', [graph.op('Add', [x, change]), ones, graph.float(new Float32Array(width), [width])], { numbers: { axis: -1 } });
}

function fedForward(graph: Graph, x: string): string {
  const { feedForward, width } = graph.size;
  const inner = linear(graph, x, [width, feedForward]);
  const swished = graph.op('Mul', [inner, graph.op('Sigmoid', [inner])]);
  return addedAndNormed(graph, x, linear(graph, swished, [feedForward, width]));
}

function maskOf(graph: Graph, mask: string): string {
  const hidden = graph.op('Sub', [graph.number(1), graph.op('Cast', [mask], { numbers: { to: ElementType.float32 } })]);
  return graph.op('Unsqueeze', [graph.op('Mul', [hidden, graph.number(MASKED)]), graph.int([1, 2])]);
}

function lengthOf(graph: Graph, x: string, axis: number): string {
  return graph.op('Gather', [graph.op('Shape', [x]), graph.int([axis], [])]);
}

/** Embeddings with positions from `first` on. */
function embedded(graph: Graph, embeddings: string, first: string | null): string {
  const { width } = graph.size;
  const places = graph.op('Range', [graph.int([0], []), lengthOf(graph, 'input_ids', 1), graph.int([1], [])]);
  const position = graph.op('Gather', [graph.weights([POSITIONS, width], 2), first ? graph.op('Add', [places, first]) : places]);
  const words = graph.op('Mul', [graph.op('Gather', [embeddings, 'input_ids']), graph.number(Math.sqrt(width))]);
  return graph.op('Add', [words, position]);
}

const int64Input = (name: string, shape: Dimension[]) => valueInfo(name, ElementType.int64, shape);

function encoder(graph: Graph): Uint8Array {
  const { encoderLayers, vocabulary, width } = graph.size;
  const mask = maskOf(graph, 'attention_mask');
  let x = embedded(graph, graph.weights([vocabulary, width], 0.1), null);
  for (let layer = 0; layer < encoderLayers; layer++) {
    const [query, key, value] = [x, x, x].map((each) => heads(graph, projected(graph, each)));
    x = fedForward(graph, addedAndNormed(graph, x, attended(graph, query!, { key: key!, value: value!, mask })));
  }
  graph.op('Identity', [x], { output: 'last_hidden_state' });
  const shape = ['batch_size', 'encoder_sequence_length'];
  return graph.model(
    [int64Input('input_ids', shape), int64Input('attention_mask', shape)],
    [valueInfo('last_hidden_state', ElementType.float32, [...shape, width])],
  );
}

function decoder(graph: Graph): Uint8Array {
  const { decoderLayers, heads: count, vocabulary, width } = graph.size;
  const embeddings = graph.weights([vocabulary, width], 0.1);
  const past = lengthOf(graph, 'past_key_values.0.decoder.key', 2);
  const mask = maskOf(graph, 'encoder_attention_mask');
  let x = embedded(graph, embeddings, past);
  for (let layer = 0; layer < decoderLayers; layer++) {
    const [query, key, value] = [x, x, x].map((each) => heads(graph, projected(graph, each)));
    const [keys, values] = [key!, value!].map((fresh, at) => {
      const name = `${layer}.decoder.${at === 0 ? 'key' : 'value'}`;
      return graph.op('Concat', [`past_key_values.${name}`, fresh], { numbers: { axis: 2 }, output: `present.${name}` });
    });
    x = addedAndNormed(graph, x, attended(graph, query!, { key: keys!, value: values!, mask: null }));
    const cross = crossOf(graph, layer);
    x = fedForward(graph, addedAndNormed(graph, x, attended(graph, heads(graph, projected(graph, x)), { ...cross, mask })));
  }
  graph.op('Add', [graph.op('MatMul', [x, transposed(graph, embeddings, [1, 0])]), ending(graph, past)], { output: 'logits' });
  const kept = Array.from({ length: decoderLayers }, (_, layer) =>
    ['decoder', 'encoder'].flatMap((part) => [`${layer}.${part}.key`, `${layer}.${part}.value`]),
  ).flat();
  const keptInfo = (prefix: string, name: string) =>
    valueInfo(prefix + name, ElementType.float32, ['batch_size', count, `${prefix}${name}_length`, width / count]);
  return graph.model(
    [
      int64Input('encoder_attention_mask', ['batch_size', 'encoder_sequence_length']),
      int64Input('input_ids', ['batch_size', 'decoder_sequence_length']),
      valueInfo('encoder_hidden_states', ElementType.float32, ['batch_size', 'encoder_sequence_length', width]),
      ...kept.map((name) => keptInfo('past_key_values.', name)),
      valueInfo('use_cache_branch', ElementType.bool, [1]),
    ],
    [valueInfo('logits', ElementType.float32, ['batch_size', 'decoder_sequence_length', vocabulary]), ...kept.map((name) => keptInfo('present.', name))],
  );
}

/** Keys and values of the source: computed in the first step, handed in afterwards. */
function crossOf(graph: Graph, layer: number): { key: string; value: string } {
  const names = ['key', 'value'].map((part) => `${layer}.encoder.${part}`);
  const outputs = (branch: string) => names.map((_, at) => inGraph.output(valueInfo(`${branch}${layer}.${at}`, ElementType.float32, ['b', 'h', 's', 'w'])));
  const then = names.map((name, at) => inGraph.node(node('Identity', [`past_key_values.${name}`], { outputs: [`then${layer}.${at}`] })));
  const fresh = new Branch(graph);
  const otherwise = names.map((_, at) => fresh.end(heads(fresh.graph, projected(fresh.graph, 'encoder_hidden_states')), `else${layer}.${at}`));
  const attributes = [subgraph('then_branch', [...then, ...outputs('then')]), subgraph('else_branch', [...fresh.parts(), ...otherwise, ...outputs('else')])];
  const [key, value] = graph.ops('If', ['use_cache_branch'], { attributes, outputs: names.map((name) => `present.${name}`) });
  return { key: key!, value: value! };
}

/** What is added between its making and its end belongs to a graph inside the graph. */
class Branch {
  readonly graph: Graph;
  readonly #start: number;

  constructor(graph: Graph) {
    this.graph = graph;
    this.#start = graph.parts.length;
  }

  end(name: string, output: string): Uint8Array {
    return inGraph.node(node('Identity', [name], { outputs: [output] }));
  }

  parts(): Uint8Array[] {
    return this.graph.parts.splice(this.#start);
  }
}

/** [row, 1, vocabulary]: the end is impossible before its time and certain after it; what the tokenizer does not know is forbidden. */
function ending(graph: Graph, past: string): string {
  const { favours, vocabulary } = graph.size;
  const source = graph.op('ReduceSum', [graph.op('Cast', ['encoder_attention_mask'], { numbers: { to: ElementType.float32 } }), graph.int([1])]);
  const wanted = graph.op('Mul', [source, graph.number(TARGET_PER_SOURCE)]);
  const over = graph.op('Sub', [graph.op('Cast', [past], { numbers: { to: ElementType.float32 } }), wanted]);
  const push = graph.op('Unsqueeze', [graph.op('Mul', [over, graph.number(1000)]), graph.int([2])]);
  const isEnd = new Float32Array(vocabulary);
  isEnd[END] = 1;
  const pieces = favours ? piecesOfStarter() : [];
  const likings = Float32Array.from({ length: vocabulary }, (_, token) => {
    if (token >= WORDS || token === PAD) return FORBIDDEN;
    return favours?.(pieces[token] ?? '') ? FAVOURED : 0;
  });
  return graph.op('Add', [graph.op('Mul', [push, graph.float(isEnd, [vocabulary])]), graph.float(likings, [vocabulary])]);
}

function piecesOfStarter(): string[] {
  const { model } = JSON.parse(readFileSync(path.join(starter.dir, 'tokenizer.json'), 'utf8')) as { model: { vocab: [string, number][] } };
  return model.vocab.map(([piece]) => piece);
}

/** Numbers from 0 to 1, the same ones every time (xorshift32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
