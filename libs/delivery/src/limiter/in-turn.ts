/** Queues of a process, by name: only the first of each asks Redis, the others wait for it. Who leaves holds nobody up. */
export class InTurn {
  private readonly tails = new Map<string, Promise<void>>();

  /** @returns what `work` does once its turn has come; undefined when `leave` was aborted before */
  async run<T>(name: string, work: () => Promise<T>, leave: AbortSignal): Promise<T | undefined> {
    const before = this.tails.get(name);
    let done = (): void => undefined;
    const mine = new Promise<void>((resolve) => {
      done = resolve;
    });
    const tail = before === undefined ? mine : before.then(() => mine);
    this.tails.set(name, tail);
    try {
      if (before !== undefined) await earlierOf(before, leave);
      return leave.aborted ? undefined : await work();
    } finally {
      done();
      if (this.tails.get(name) === tail) this.tails.delete(name);
    }
  }
}

async function earlierOf(turn: Promise<void>, leave: AbortSignal): Promise<void> {
  if (leave.aborted) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      leave.removeEventListener('abort', go);
      resolve();
    };
    leave.addEventListener('abort', go);
    void turn.then(go);
  });
}
