/** Environment → checked, frozen config. The only reader of process.env in the server. */
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project-root.ts';

export interface Config {
  /** Folder of everything that is kept: the database, its lock, the log. */
  dataDir: string;
  host: string;
  /** The https origin others type, when others may reach this server at all; null: this computer only. */
  publicUrl: string | null;
  /** Addresses of the proxy that ends TLS; it alone is listened to. null without one. */
  proxyFrom: string[] | null;
  /** Certificate and key when the server ends TLS itself. */
  tls: { certFile: string; keyFile: string } | null;
  /** 0 lets the system choose. */
  port: number;
  /** Whether to open a browser at start: there is a screen and nobody said DRAGOMAN_BROWSER=none. */
  opensBrowser: boolean;
  /** Folder of the model used for drafts while nobody chose another. */
  modelDir: string;
  models: {
    /** Folder that the setting names; it goes before what anybody chooses. null: none. */
    configured: string | null;
    /** Where downloaded models lie. */
    folder: string;
    /** Address that models are downloaded from, without a slash at its end. */
    hub: string;
    /** Downloads are forbidden. */
    isOffline: boolean;
  };
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** beams: how wide drafts are searched for; 1 is instant. */
  engine: { threads: number; beams: number };
  /** Longest file accepted, in bytes. */
  maxUploadBytes: number;
  backups: {
    folder: string;
    /** How often one is made while there are changes; 0: only when somebody asks. */
    everyMs: number;
  };
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

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const HUB = 'https://huggingface.co';
const HttpsOrigin = z.string().refine(isHttpsOrigin, 'it must be an https address without a path, such as https://translate.example');

const Variables = z.object({
  DRAGOMAN_DATA: z.string().min(1).optional(),
  DRAGOMAN_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'it must be an address of this computer, such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  DRAGOMAN_PROXY: HttpsOrigin.optional(),
  DRAGOMAN_PROXY_FROM: z
    .string()
    .default('loopback')
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every(isAddress), 'it must be “loopback”, or addresses such as 10.0.0.5 or 10.0.0.0/24 with commas between'),
  DRAGOMAN_URL: HttpsOrigin.optional(),
  DRAGOMAN_TLS_CERT: z.string().min(1).optional(),
  DRAGOMAN_TLS_KEY: z.string().min(1).optional(),
  DRAGOMAN_PORT: z.coerce.number().int().min(0).max(65535).default(4310),
  DRAGOMAN_BROWSER: z.string().optional(),
  DISPLAY: z.string().optional(),
  WAYLAND_DISPLAY: z.string().optional(),
  DRAGOMAN_MODEL: z.string().min(1).optional(),
  DRAGOMAN_HUB: z.string().refine(isHubAddress, 'it must be an https address, such as https://huggingface.co; http only on this computer').default(HUB),
  DRAGOMAN_OFFLINE: z.enum(['0', '1'], 'it must be 1 or 0').default('0'),
  DRAGOMAN_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DRAGOMAN_MT_BEAMS: z.coerce.number().int().min(1).max(6).default(4),
  DRAGOMAN_MT_THREADS: z.coerce.number().int().min(1).max(64).default(2),
  DRAGOMAN_MAX_UPLOAD_MB: z.coerce.number().min(0.001).max(1024).default(20),
  DRAGOMAN_BACKUPS: z.string().min(1).optional(),
  DRAGOMAN_BACKUP_MINUTES: z.coerce.number().min(0).max(1440).default(15),
  DRAGOMAN_TEST: z.string().optional(),
});

/** Passwords and texts must not cross a network in the clear. */
const Environment = Variables.superRefine((env, context) => {
  const refuse = (variable: keyof typeof env, message: string) => context.addIssue({ code: 'custom', path: [variable], message });
  const tls = [env.DRAGOMAN_TLS_CERT, env.DRAGOMAN_TLS_KEY, env.DRAGOMAN_URL].filter((value) => value !== undefined).length;
  if (tls !== 0 && tls !== 3) refuse('DRAGOMAN_URL', 'TLS needs DRAGOMAN_TLS_CERT, DRAGOMAN_TLS_KEY and DRAGOMAN_URL together');
  else if (tls === 3 && env.DRAGOMAN_PROXY !== undefined) refuse('DRAGOMAN_PROXY', 'either a proxy ends TLS or DRAGOMAN_TLS_CERT does, not both');
  else if (tls === 0 && env.DRAGOMAN_PROXY === undefined && !LOOPBACK.includes(env.DRAGOMAN_HOST))
    refuse(
      'DRAGOMAN_HOST',
      `${env.DRAGOMAN_HOST} can be reached from other computers, and passwords would travel unencrypted; name the proxy that ends TLS in DRAGOMAN_PROXY, or set DRAGOMAN_TLS_CERT, DRAGOMAN_TLS_KEY and DRAGOMAN_URL`,
    );
});

function isHttpsOrigin(text: string): boolean {
  return URL.canParse(text) && text.startsWith('https://') && new URL(text).origin === text.toLowerCase().replace(/\/$/, '');
}

function isHubAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, password, protocol, search, username } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && [...LOOPBACK, '[::1]'].includes(hostname));
  return isSafe && search === '' && username === '' && password === '';
}

function isAddress(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const isBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128));
  return text === 'loopback' || (isIP(address) !== 0 && isBits && more.length === 0);
}

/** What a process of ours is started with: the environment of this one, and `defaults` where that says nothing. */
export function environmentWith(defaults: Record<string, string>): NodeJS.ProcessEnv {
  return { ...defaults, ...process.env };
}

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
  const dataDir = path.resolve(env.DRAGOMAN_DATA ?? path.join(projectRoot, 'data'));
  return Object.freeze({
    dataDir,
    host: env.DRAGOMAN_HOST,
    ...reachOf(env),
    port: env.DRAGOMAN_PORT,
    opensBrowser: env.DRAGOMAN_BROWSER !== 'none' && (['darwin', 'win32'].includes(process.platform) || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)),
    modelDir: path.resolve(env.DRAGOMAN_MODEL ?? path.join(projectRoot, 'models', 'ar-en-starter')),
    models: modelsOf(env, dataDir),
    logLevel: env.DRAGOMAN_LOG,
    engine: { threads: env.DRAGOMAN_MT_THREADS, beams: env.DRAGOMAN_MT_BEAMS },
    maxUploadBytes: Math.round(env.DRAGOMAN_MAX_UPLOAD_MB * 1024 * 1024),
    backups: { folder: path.resolve(env.DRAGOMAN_BACKUPS ?? path.join(dataDir, 'backups')), everyMs: env.DRAGOMAN_BACKUP_MINUTES * 60_000 },
    isTest: env.DRAGOMAN_TEST === '1',
  });
}

function modelsOf(env: z.output<typeof Variables>, dataDir: string): Config['models'] {
  return {
    configured: env.DRAGOMAN_MODEL === undefined ? null : path.resolve(env.DRAGOMAN_MODEL),
    folder: path.join(dataDir, 'models'),
    hub: env.DRAGOMAN_HUB.replace(/\/+$/, ''),
    isOffline: env.DRAGOMAN_OFFLINE === '1',
  };
}

function reachOf(env: z.output<typeof Variables>): Pick<Config, 'publicUrl' | 'proxyFrom' | 'tls'> {
  const typed = env.DRAGOMAN_PROXY ?? env.DRAGOMAN_URL;
  const { DRAGOMAN_TLS_CERT: certFile, DRAGOMAN_TLS_KEY: keyFile } = env;
  return {
    publicUrl: typed === undefined ? null : new URL(typed).origin,
    proxyFrom: env.DRAGOMAN_PROXY === undefined ? null : env.DRAGOMAN_PROXY_FROM,
    tls: certFile === undefined || keyFile === undefined ? null : { certFile: path.resolve(certFile), keyFile: path.resolve(keyFile) },
  };
}
