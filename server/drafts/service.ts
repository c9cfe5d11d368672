/** Text → machine drafts, sentence by sentence. Knows nothing of segments and stores nothing. */
import type { Config } from '../config.ts';
import type { DraftFlag } from '../core/api.ts';
import { carryCodes } from '../core/inline/carry.ts';
import { textForModel } from '../core/inline/codes.ts';
import type { WordLink } from '../core/inline/word-map.ts';
import type { InlineCode, Span } from '../core/model.ts';
import { sentences } from '../core/segmentation/segmentation.ts';
import type { Log } from '../http/log.ts';
import type { Notice } from '../http/system-notices.ts';
import type { JobProblem } from '../jobs/job.ts';
import { EngineLostError, ModelError, type DecodeSettings, type Engine, type ModelFacts, type TranslateOptions, type Translation } from './engine.ts';
import { ModelInUse, type ModelChoice } from './model-in-use.ts';
import { nameOfWeakModel } from './models.ts';
import { Pool } from './pool.ts';
import { isUnusable, type EngineStatus, type StatusListener } from './status.ts';

export { DTYPES, MODEL_TYPE, PLAIN_FILES, dtypesAmong, neededFiles, surveyModel, type Dtype, type Survey } from './model-files.ts';
export type { ModelChoice } from './model-in-use.ts';
export { MANIFEST, hashesOf, modelHash, readManifest, verifyModel, type Manifest } from './models.ts';
export type { EngineStatus } from './status.ts';

/** The draft of one sentence. */
export interface DraftedSentence {
  /** The sentence in the source that was given. */
  span: Span;
  /** With the inline codes of its source. */
  text: string;
  /** See Translation in engine.ts. */
  tokens: number[];
  scores: number[];
  links: WordLink[];
  flags: DraftFlag[];
  /** The model that made it. */
  from: ModelFacts;
}

export interface DraftOptions extends Omit<TranslateOptions, 'settings'> {
  /** Only these sentences of the source, as core/segmentation cuts them. */
  only?: readonly Span[];
}

export type Drafts = ReturnType<typeof createDrafts>;

interface DraftsOptions {
  config: Pick<Config, 'modelDir' | 'engine'>;
  log: Log;
  /** The model to begin with; the one of the configuration when absent. */
  model?: ModelChoice;
  /** For tests: computes in place of any model. */
  engine?: Engine;
}

/** Nothing is loaded before the first draft. */
export function createDrafts({ config, log, model = { dir: config.modelDir, dtype: null }, engine }: DraftsOptions) {
  const inUse = new ModelInUse<Engine>(
    model,
    engine ? () => engine : ({ dir, dtype }) => new Pool({ modelDir: dir, dtype, threads: config.engine.threads, log }),
  );
  const settings: DecodeSettings = { beams: config.engine.beams };
  const listeners = new Set<StatusListener>();
  const pool = (): Pool | null => (inUse.engine instanceof Pool ? inUse.engine : null);
  const status = (): EngineStatus => pool()?.status ?? { state: 'ready', model: 'test', file: null, rssBytes: 0, rung: null };
  const tell: StatusListener = (state) => listeners.forEach((listener) => listener(state));
  void attend();

  /** Looks at the files of the model in use, and passes on how its engine does. */
  async function attend(): Promise<void> {
    pool()?.onStatus(tell);
    await pool()?.check();
  }

  return {
    /** How drafts are made; a part of a draft's key. Canonical JSON. */
    settings: JSON.stringify(settings),

    /**
     * Drafts each sentence of a source text, in order.
     * @throws {ModelError} the model cannot be used. @throws {EngineLostError} the engine died; asking again is fine. An abort rejects with the signal's reason.
     */
    async draftText(source: string, codes: readonly InlineCode[], { only, ...options }: DraftOptions): Promise<DraftedSentence[]> {
      const spans = sentences(source, 'ar').filter((span) => !only || only.some((wanted) => wanted.start === span.start && wanted.end === span.end));
      const texts = spans.map(({ start, end }) => source.slice(start, end));
      const { translations, from } = await inUse.translate(
        texts.map((text) => textForModel(text, codes)),
        { ...options, settings },
      );
      return spans.map((span, index) => ({ ...drafted(span, texts[index]!, { codes, translation: translations[index]! }), from }));
    },

    /** What drafts are made by now. @throws {ModelError} */
    facts: (): Promise<ModelFacts> => inUse.engine.facts(),

    /** The folder drafts are made from now. */
    model: (): ModelChoice => inUse.choice,

    /** From now on drafts come from this model; what is under way is begun again. Jobs that waited for a usable model go on. */
    async exchangeModel(choice: ModelChoice): Promise<void> {
      if (!inUse.exchange(choice)) return;
      await attend();
      tell(status());
    },

    /** The name of the model in use when it is known to be weak, else null. */
    weakModel: (): Promise<string | null> => nameOfWeakModel(inUse.choice.dir),

    status,
    /** Calls back with every new state; returns what ends that. */
    onStatus(listener: StatusListener): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** The engine's process; null while there is none. */
    pid: (): number | null => pool()?.pid ?? null,

    /** For every page: that drafting is out of order, and what to do. */
    notice(): Notice | null {
      const now = status();
      if (!isUnusable(now)) return null;
      const { state, model, file } = now;
      return { id: 'model', tone: 'warn', title: `model.notice.${state}`, text: `model.problem.${state}`, values: { model, file: file ?? model } };
    },

    /** Finishes the step under way and gives the memory back, within two seconds. */
    close: (): Promise<void> => inUse.engine.close(),
  };
}

/** What an error of `draftText` means to the job that met it. */
export function explainDraftError(error: unknown): JobProblem | null {
  if (error instanceof ModelError) return { key: `model-${error.reason}`, pauses: true };
  if (error instanceof EngineLostError) return { key: 'engine-lost', pauses: false };
  return null;
}

function drafted(
  span: Span,
  source: string,
  { codes, translation }: { codes: readonly InlineCode[]; translation: Translation },
): Omit<DraftedSentence, 'from'> {
  const { text, ...rest } = translation;
  return { span, text: carryCodes(source, codes, text, rest.links), ...rest };
}
