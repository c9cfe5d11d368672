/** The table of commands: to add one, write its file and name it here. Each is loaded only when it is asked for. */
import type { Command } from './command.ts';

export const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serve,
  import: async () => (await import('./import.ts')).importFiles,
  segment: async () => (await import('./segment.ts')).segment,
  check: async () => (await import('./check.ts')).check,
  draft: async () => (await import('./draft.ts')).draft,
  export: async () => (await import('./export.ts')).exportDocument,
  backup: async () => (await import('./backup.ts')).backup,
  verify: async () => (await import('./verify.ts')).verify,
  restore: async () => (await import('./restore.ts')).restore,
  models: async () => (await import('./models.ts')).models,
  users: async () => (await import('./users.ts')).users,
};

/** Answered by bin/doctor.js, which must work when nothing else does. */
export const DOCTOR = { name: 'doctor', summary: 'say what this machine lacks to run Dragoman' };
