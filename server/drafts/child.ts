/**
 * The engine's own process: a crash, an endless computation or a lack of memory in native code ends here and not in the server.
 * It gives way to everything else on the machine, and goes when its parent goes. It has nothing to save, so it is ended by force: threads that are computing
 * cannot be ended otherwise.
 */
import { writeSync } from 'node:fs';
import { setPriority } from 'node:os';
import { Crew } from './crew.ts';
import type { ChildSetup, FromChild, ToChild } from './messages.ts';

type WithoutMemory<Message> = Message extends unknown ? Omit<Message, 'rssBytes'> : never;

const STANDARD_ERROR = 2;

process.on('disconnect', end);
// Ctrl-C reaches every process of the terminal; the parent decides what becomes of this one.
process.on('SIGINT', () => undefined);
const setup = JSON.parse(process.argv[2] ?? '{}') as ChildSetup;
giveWay(setup.niceness);
const starting = Crew.start(setup, {
  onAnswer: tell,
  onLoss(reason) {
    writeSync(STANDARD_ERROR, `${reason}\n`);
    end();
  },
});
starting.then(
  ({ crew, ready }) => tell({ ...ready, threads: crew.threads.length }),
  (error: Error) => tell({ type: 'unloadable', reason: error.message }),
);

process.on('message', ({ orders }: ToChild) => {
  void starting.then(({ crew }) => orders.forEach((order) => crew.translate(order)));
});

function tell(message: WithoutMemory<FromChild>): void {
  process.send?.({ ...message, rssBytes: process.memoryUsage.rss() });
}

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

function giveWay(niceness: number): void {
  try {
    setPriority(niceness);
  } catch {
    // Not every system lets a process change its place; drafting works all the same.
  }
}
