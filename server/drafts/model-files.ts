/** What a folder must hold to be a model, in the layout that transformers.js loads, and which of its files belong together. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** How a model's numbers are kept, in the words of transformers.js; the first that is there is taken unless somebody chose. */
export const DTYPES = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const;
export type Dtype = (typeof DTYPES)[number];

/** What stands before `.onnx` in the names of files of a dtype. */
const SUFFIXES: Record<Dtype, string> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};

/** Settings and tokenizer, needed whatever the dtype. */
export const PLAIN_FILES = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;

/** The two graphs of a dtype, as paths below the model's folder. */
export interface GraphFiles {
  encoderFile: string;
  decoderFile: string;
}

export function graphFilesOf(dtype: Dtype): GraphFiles {
  const suffix = SUFFIXES[dtype];
  return { encoderFile: `onnx/encoder_model${suffix}.onnx`, decoderFile: `onnx/decoder_model_merged${suffix}.onnx` };
}

function bothGraphs(dtype: Dtype): [encoder: string, decoder: string] {
  const { encoderFile, decoderFile } = graphFilesOf(dtype);
  return [encoderFile, decoderFile];
}

/** What may follow a graph's name in the names of files beside it that hold its numbers: exporters put large ones there. */
const DATA_SUFFIX = /^(?:_data(?:_\d+)?|\.data)$/;

/** Those of the files that hold the numbers of a graph. */
export function dataFilesOf(graph: string, files: Iterable<string>): string[] {
  return [...files].filter((name) => name.startsWith(graph) && DATA_SUFFIX.test(name.slice(graph.length))).sort();
}

/** Every file that a model of this dtype cannot do without. @param files that are there, or should be: those of them that hold the numbers of its graphs belong to it. */
export function neededFiles(dtype: Dtype, files: Iterable<string>): string[] {
  const [graphs, all] = [bothGraphs(dtype), [...files]];
  return [...PLAIN_FILES, ...graphs, ...graphs.flatMap((graph) => dataFilesOf(graph, all))];
}

/** The dtype that `wanted` says, or else the first whose graphs are both among the files. */
export function dtypeAmong(files: readonly string[], wanted: Dtype | null = null): Dtype {
  return wanted ?? dtypesAmong(files)[0] ?? 'fp32';
}

/** The dtypes whose graphs are both among the files. */
export function dtypesAmong(files: readonly string[]): Dtype[] {
  return DTYPES.filter((dtype) => bothGraphs(dtype).every((file) => files.includes(file)));
}

/** What is in a folder that may be a model. */
export interface Survey {
  /** False when there is nothing at that place, or a file. */
  isFolder: boolean;
  /** Paths below the folder of all files a model could consist of, with their sizes in bytes. */
  files: Map<string, number>;
  dtypes: Dtype[];
  /** Needed files that are not there, by name; those of `fp32` stand for the graphs when there is no whole pair. */
  missing: string[];
  /** `model_type` of config.json; null while it cannot be read. */
  modelType: string | null;
}

/** Models of this type can be loaded. */
export const MODEL_TYPE = 'marian';

const ModelType = z.object({ model_type: z.string() });

/** Looks into a folder without reading more than its settings. */
export async function surveyModel(dir: string): Promise<Survey> {
  const isFolder = (await stat(dir).catch(() => null))?.isDirectory() ?? false;
  const files = isFolder ? await filesIn(dir) : new Map<string, number>();
  const names = [...files.keys()];
  const dtypes = dtypesAmong(names);
  return { isFolder, files, dtypes, missing: missingAmong(names, dtypes), modelType: await modelTypeOf(path.join(dir, 'config.json')) };
}

function missingAmong(names: readonly string[], dtypes: readonly Dtype[]): string[] {
  // One half of a pair says which other half is wanted.
  const begun = dtypes[0] ?? DTYPES.find((dtype) => bothGraphs(dtype).some((file) => names.includes(file)));
  return neededFiles(begun ?? 'fp32', names).filter((file) => !names.includes(file));
}

async function filesIn(dir: string): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  for (const below of ['', 'onnx'])
    for (const entry of await readdir(path.join(dir, below), { withFileTypes: true }).catch(() => [])) {
      const found = await stat(path.join(dir, below, entry.name)).catch(() => null);
      if (found?.isFile()) files.set(path.posix.join(below, entry.name), found.size);
    }
  return files;
}

async function modelTypeOf(file: string): Promise<string | null> {
  try {
    return ModelType.parse(JSON.parse(await readFile(file, 'utf8'))).model_type;
  } catch {
    return null;
  }
}
