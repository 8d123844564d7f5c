const ANY = '*';

/** Who said STOP to whom: a block is per (source number, recipient); source `*` stands for every source. */
export class OptOuts {
  private readonly pairs = new Set<string>();
  /** Until when one acknowledgement may still go out, by pair. */
  private readonly acknowledgements = new Map<string, number>();

  get size(): number {
    return this.pairs.size;
  }

  add(source: string, recipient: number): void {
    this.pairs.add(`${source}|${recipient}`);
  }

  /** Lets one message through the block until then. */
  allowAcknowledgement(source: string, recipient: number, until: number): void {
    this.acknowledgements.set(`${source}|${recipient}`, until);
  }

  /** Uses up the acknowledgement; true when there was one. */
  takeAcknowledgement(source: string, recipient: number, now: number): boolean {
    const key = `${source}|${recipient}`;
    const until = this.acknowledgements.get(key);
    this.acknowledgements.delete(key);
    return until !== undefined && now <= until;
  }

  remove(source: string, recipient: number): boolean {
    this.acknowledgements.delete(`${source}|${recipient}`);
    return this.pairs.delete(`${source}|${recipient}`);
  }

  blocks(source: string, recipient: number): boolean {
    if (this.pairs.size === 0) return false;
    return this.pairs.has(`${source}|${recipient}`) || this.pairs.has(`${ANY}|${recipient}`);
  }

  list(): { source: string; recipient: string }[] {
    return [...this.pairs].map((pair) => {
      const [source = '', recipient = ''] = pair.split('|');
      return { source, recipient };
    });
  }

  clear(): void {
    this.pairs.clear();
    this.acknowledgements.clear();
  }
}
