import { readdir, readFile } from 'node:fs/promises';

const MS_PER_TICK = 10;

/** CPU ms that a process and its direct children have used so far (Linux; 0 elsewhere). */
async function cpuMs(pid: number): Promise<number> {
  const names = await readdir('/proc').catch(() => []);
  const stats = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')),
  );
  return stats.reduce((sum, stat) => {
    // pid (command) state ppid … utime stime: the command may hold anything, so what follows its last bracket is counted.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const mine = Number.parseInt(stat, 10) === pid || Number(fields[1]) === pid;
    return mine ? sum + (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK : sum;
  }, 0);
}

/** What each of the named processes uses while `work` runs. */
export async function withCpu<T>(
  pids: Readonly<Record<string, readonly number[]>>,
  work: () => Promise<T>,
): Promise<{ value: T; cpu: Record<string, number> }> {
  const read = async (): Promise<[string, number][]> =>
    Promise.all(
      Object.entries(pids).map(async ([name, each]): Promise<[string, number]> => {
        const used = await Promise.all(each.map(cpuMs));
        return [name, used.reduce((sum, ms) => sum + ms, 0)];
      }),
    );
  const before = new Map(await read());
  const value = await work();
  const cpu = Object.fromEntries((await read()).map(([name, ms]) => [name, ms - (before.get(name) ?? 0)]));
  return { value, cpu };
}
