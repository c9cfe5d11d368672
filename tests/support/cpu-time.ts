/** Milliseconds of processor time that `work` takes in this process: the least of three runs, so that a busy machine does not count. */
export function cpuTimeMs(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...times);
}

/** Looks in whenever the event loop is free. Returns how much processor time passed in all and at most between two looks. */
export function watchTurns(): () => { longestMs: number; allMs: number } {
  const msOf = ({ user, system }: NodeJS.CpuUsage) => Math.round((user + system) / 1000);
  const begin = process.cpuUsage();
  let [last, longest, isOver] = [begin, 0, false];
  const look = () => {
    longest = Math.max(longest, msOf(process.cpuUsage(last)));
    last = process.cpuUsage();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    isOver = true;
    longest = Math.max(longest, msOf(process.cpuUsage(last)));
    return { longestMs: longest, allMs: msOf(process.cpuUsage(begin)) };
  };
}
