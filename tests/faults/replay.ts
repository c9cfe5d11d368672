/** What a power cut leaves of a database, from the log of the calls that wrote it. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { SystemCall } from './system-calls.ts';

export interface PowerCut {
  /** Calls from this number on never happened. */
  at: number;
  /** Calls before this number are on the disk in any case. */
  begun: number;
  /** How much of what no sync covers reaches the disk all the same, in order: 0 none, 1 all of it. */
  share: number;
}

type Change = Extract<SystemCall, { kind: 'write' | 'truncate' }>;

/** Writes the files anew into an empty folder. A synced file has its name too, as on ext4. */
export function layDown(calls: readonly SystemCall[], cut: PowerCut, folder: string): void {
  for (const [file, changes] of changesOnDisk(calls, cut)) {
    const opened = openSync(path.join(folder, file), 'w');
    for (const change of changes) {
      if (change.kind === 'truncate') ftruncateSync(opened, change.length);
      else writeSync(opened, change.bytes, 0, change.bytes.length, change.at);
    }
    closeSync(opened);
  }
}

function changesOnDisk(calls: readonly SystemCall[], { at, begun, share }: PowerCut): Map<string, Change[]> {
  const onDisk = new Map<string, Change[]>();
  const waiting = new Map<string, { number: number; change: Change }[]>();
  const settle = (file: string, isOnDisk: (number: number) => boolean) => {
    const all = waiting.get(file) ?? [];
    const reached = all.filter(({ number }) => isOnDisk(number)).map(({ change }) => change);
    if (reached.length > 0) onDisk.set(file, [...(onDisk.get(file) ?? []), ...reached]);
    waiting.set(
      file,
      all.filter(({ number }) => !isOnDisk(number)),
    );
  };
  for (const [number, call] of calls.slice(0, at).entries()) {
    if (number === begun) for (const file of [...waiting.keys()]) settle(file, () => true);
    if (call.kind === 'answer') continue;
    if (call.kind === 'sync') settle(call.file, (earlier) => earlier < call.covers);
    else if (call.kind === 'remove') for (const list of [onDisk, waiting]) list.delete(call.file);
    else waiting.set(call.file, [...(waiting.get(call.file) ?? []), { number, change: call }]);
  }
  for (const [file, rest] of [...waiting]) {
    const kept = new Set(rest.slice(0, Math.round(rest.length * share)).map(({ number }) => number));
    settle(file, (number) => kept.has(number));
  }
  return onDisk;
}
