/** Milliseconds of processor time that `work` takes in this process: the least of three runs, so that a busy machine does not count. */
export function cpuTimeMs(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...times);
}
