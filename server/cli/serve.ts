/** dragoman serve: config → folder → lock → database → context → app → listen → announce; and the way back, within five seconds. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { removeAnnouncement, writeAnnouncement } from './announcement.ts';
import { addressOf, linkAt } from './addresses.ts';
import { say, UsageError, type Command } from './command.ts';
import { certificateOf, claim, loadConfig, openDatabase, prepareFolder } from './data-folder.ts';
import { DATA_EXITS, EXIT, Refusal } from './exit-codes.ts';

export const serve: Command = {
  summary: 'start the server',
  usage: '',
  help: [
    'Prints its address and, until somebody has settled in, a one-time sign-in link. Ctrl-C stops it.',
    'Settings come from the environment: DRAGOMAN_PORT, DRAGOMAN_DATA, DRAGOMAN_BROWSER=none and others (docs/running.md).',
  ].join('\n'),
  exits: [...DATA_EXITS, 'portInUse'],
  outlivesReader: true,
  async run(args) {
    if (args.length > 0) throw new UsageError(`“${args[0]}” is not understood: settings come from the environment.`);
    const config = loadConfig();
    prepareFolder(config);
    const lock = claim(config);
    const db = await openDatabase(config);
    // Loaded when it is sure that there will be a server: refusals and --help come at once.
    const [{ createApp }, { createContext }, { createHttpServer }] = await Promise.all([
      import('../app.ts'),
      import('../context.ts'),
      import('../http/server.ts'),
    ]);
    const context = await createContext(config, db);
    const server = await listen(createHttpServer(createApp(context), certificateOf(config)), config);
    const { address, port } = server.address() as AddressInfo;
    const url = config.publicUrl ?? addressOf(address, port);
    writeAnnouncement(config.dataDir, { pid: process.pid, address: url });
    const release = () => {
      removeAnnouncement(config.dataDir);
      lock.release();
    };
    stopOnSignals(server, context, release);
    try {
      await context.start();
      await announce(context, url);
    } catch (error) {
      // What came half the way would hold the process up.
      await finishRequests(server, context);
      await context.close();
      release();
      throw error;
    }
  },
};

function listen(server: Server, { host, port }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        return reject(
          new Refusal(EXIT.badConfiguration, `The setting DRAGOMAN_HOST: ${host} is no address of this computer.`, {
            remedy: 'Correct or remove DRAGOMAN_HOST and start again; docs/running.md lists all settings.',
            cause: error,
          }),
        );
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return reject(error);
      reject(
        new Refusal(EXIT.portInUse, `Port ${port} is in use by another program.`, {
          remedy: 'Stop that program, or choose another port: DRAGOMAN_PORT=4311 npm start',
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => resolve(server));
  });
}

async function announce({ accounts, config }: Context, url: string): Promise<void> {
  const people = await accounts.people();
  const first = people.some((person) => person.is_settled) ? undefined : people[0];
  const start = first ? linkAt(url, await accounts.links.make(first)) : url;
  say(
    '',
    `  Dragoman is ready at ${url}`,
    '',
    ...(first ? ['  Open this link to begin (it works once):', `  ${start}`] : ['  To sign in without a password: npx dragoman users link']),
    '',
    '  Ctrl-C stops it.',
    '',
  );
  if (config.opensBrowser) await openBrowser(start);
}

async function openBrowser(url: string): Promise<void> {
  try {
    const { default: open } = await import('open');
    const child = await open(url);
    child.on('error', () => undefined);
  } catch {
    // The address stands in the terminal.
  }
}

const LONGEST_STOP_MS = 4_500;

function stopOnSignals(server: Server, context: Context, release: () => void): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(EXIT.done), LONGEST_STOP_MS).unref();
    await finishRequests(server, context);
    await context.close();
    release();
    process.exit(EXIT.done);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

/** Takes no new connections, ends the streams, lets every accepted request have its answer. */
async function finishRequests(server: Server, context: Context): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  context.events.closeAll();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(sweep);
}
