/** Environment → checked, frozen config. The only reader of process.env in the server. */
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project-root.ts';

export interface Config {
  /** Folder of everything that is kept: the database, its lock, the log. */
  dataDir: string;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Whether to open a browser at start: there is a screen and nobody said DRAGOMAN_BROWSER=none. */
  opensBrowser: boolean;
  /** Folder of the model used for drafts. */
  modelDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  engine: { threads: number };
  /** Longest file accepted, in bytes. */
  maxUploadBytes: number;
  /** Switches on fault hooks; only the test suite sets it. */
  isTest: boolean;
}

/** A setting has a value that cannot be used. `name` is the variable. */
export class ConfigError extends Error {
  readonly variable: string;
  constructor(variable: string, reason: string) {
    super(`${variable}: ${reason}`);
    this.variable = variable;
  }
}

const Environment = z.object({
  DRAGOMAN_DATA: z.string().min(1).optional(),
  DRAGOMAN_HOST: z.enum(['127.0.0.1', '::1', 'localhost']).default('127.0.0.1'),
  DRAGOMAN_PORT: z.coerce.number().int().min(0).max(65535).default(4310),
  DRAGOMAN_BROWSER: z.string().optional(),
  DISPLAY: z.string().optional(),
  WAYLAND_DISPLAY: z.string().optional(),
  DRAGOMAN_MODEL: z.string().min(1).optional(),
  DRAGOMAN_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DRAGOMAN_MT_THREADS: z.coerce.number().int().min(1).max(64).default(2),
  DRAGOMAN_MAX_UPLOAD_MB: z.coerce.number().min(0.001).max(1024).default(20),
  DRAGOMAN_TEST: z.string().optional(),
});

/**
 * Reads the configuration from environment variables.
 * @throws {ConfigError} naming the first variable whose value cannot be used.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Readonly<Config> {
  const read = Environment.safeParse(environment);
  if (!read.success) {
    const issue = read.error.issues[0]!;
    throw new ConfigError(issue.path.join('.'), issue.message);
  }
  const env = read.data;
  return Object.freeze({
    dataDir: path.resolve(env.DRAGOMAN_DATA ?? path.join(projectRoot, 'data')),
    host: env.DRAGOMAN_HOST,
    port: env.DRAGOMAN_PORT,
    opensBrowser: env.DRAGOMAN_BROWSER !== 'none' && (['darwin', 'win32'].includes(process.platform) || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)),
    modelDir: path.resolve(env.DRAGOMAN_MODEL ?? path.join(projectRoot, 'models', 'ar-en-starter')),
    logLevel: env.DRAGOMAN_LOG,
    engine: { threads: env.DRAGOMAN_MT_THREADS },
    maxUploadBytes: Math.round(env.DRAGOMAN_MAX_UPLOAD_MB * 1024 * 1024),
    isTest: env.DRAGOMAN_TEST === '1',
  });
}
