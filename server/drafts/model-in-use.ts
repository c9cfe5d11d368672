/** The engine on the model in use. Another model can be put in its place while documents are being drafted. */
import { EngineLostError, type Engine, type ModelFacts, type TranslateOptions, type Translation } from './engine.ts';
import type { Dtype } from './model-files.ts';

/** A model's folder, and which of its files; null: the first there are. */
export interface ModelChoice {
  dir: string;
  dtype: Dtype | null;
}

export class ModelInUse<E extends Engine> {
  readonly #make: (choice: ModelChoice) => E;
  #choice: ModelChoice;
  #engine: E;

  constructor(choice: ModelChoice, make: (choice: ModelChoice) => E) {
    this.#make = make;
    this.#choice = choice;
    this.#engine = make(choice);
  }

  get choice(): ModelChoice {
    return this.#choice;
  }

  get engine(): E {
    return this.#engine;
  }

  /** Whether that was a change. What the old one has under way is begun again by the new one. */
  exchange(choice: ModelChoice): boolean {
    if (choice.dir === this.#choice.dir && choice.dtype === this.#choice.dtype) return false;
    const old = this.#engine;
    this.#choice = choice;
    this.#engine = this.#make(choice);
    void old.close();
    return true;
  }

  /** One translation per sentence, and the model that they all came from. @throws as {@link Engine.translate} */
  async translate(sentences: readonly string[], options: TranslateOptions): Promise<{ translations: Translation[]; from: ModelFacts }> {
    const engine = this.#engine;
    try {
      const translations = await engine.translate(sentences, options);
      return { translations, from: await engine.facts() };
    } catch (error) {
      if (!(error instanceof EngineLostError) || engine === this.#engine) throw error;
      return this.translate(sentences, options);
    }
  }
}
