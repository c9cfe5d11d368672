/** How a person wants to see pages and which keys they use. */
import path from 'node:path';
import { z } from 'zod';
import type { Db } from '../db/connect.ts';
import type { Actor } from '../core/permissions.ts';
import { AppError } from '../errors.ts';
import { localesIn } from '../http/locale.ts';
import type { Preferences } from '../http/locals.ts';
import { parse } from '../http/validation.ts';
import { projectRoot } from '../project-root.ts';
import { findPreferences, savePreference } from './store-preferences.ts';

export const DEFAULT_PREFERENCES: Preferences = {
  locale: null,
  theme: 'system',
  density: 'comfortable',
  textSize: 'm',
  sides: 'normal',
  origin: 'off',
  keyPreset: 'dragoman',
  keys: {},
};

const LOCALES = localesIn(path.join(projectRoot, 'translations'));

const SCHEMAS: { [Name in keyof Preferences]: z.ZodType<Preferences[Name]> } = {
  locale: z.enum(LOCALES),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  textSize: z.enum(['s', 'm', 'l', 'xl']),
  sides: z.enum(['normal', 'swapped']),
  origin: z.enum(['on', 'off']),
  keyPreset: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  keys: z.record(z.string().regex(/^[a-z][A-Za-z0-9.-]{0,50}$/), z.string().max(50)).refine((keys) => Object.keys(keys).length <= 100),
};

export function createPreferences({ db }: { db: Db }) {
  return {
    /** Defaults where nothing was chosen, or where what was kept is no longer understood. */
    async of(personId: string): Promise<Preferences> {
      const kept = await findPreferences(db.read, personId);
      const chosen = [...kept]
        .filter(([name]) => isName(name))
        .map(([name, json]) => [name, SCHEMAS[name as keyof Preferences].safeParse(JSON.parse(json))] as const);
      return { ...DEFAULT_PREFERENCES, ...Object.fromEntries(chosen.filter(([, read]) => read.success).map(([name, read]) => [name, read.data])) };
    },

    /** @throws {AppError} not-found for a name we do not know, invalid for a value it cannot have. */
    async save(actor: Actor, name: string, value: unknown): Promise<void> {
      if (!isName(name)) throw new AppError('not-found', 'noSuchPage');
      const { [name]: read } = parse(z.strictObject({ [name]: SCHEMAS[name] }), { [name]: value });
      await db.write((tx) => savePreference(tx, { person_id: actor.personId, name, value: JSON.stringify(read) }));
    },
  };
}

function isName(name: string): name is keyof Preferences {
  return Object.hasOwn(SCHEMAS, name);
}
