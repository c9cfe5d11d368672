import type { Kysely } from 'kysely';

/** What a migration may need to know of the engine it runs on. */
export interface Flavour {
  /** Ends a `create table` so that columns keep their types. */
  strict: string;
  /** Type of a counter that never gives a number twice. */
  autoincrement: string;
  /** Type of a column of bytes. */
  blob: string;
}

/** One step of the schema's history; runs once, in a transaction of its own. */
export interface Migration {
  name: string;
  up(db: Kysely<unknown>, flavour: Flavour): Promise<void>;
}
