const ANY = '*';

/** Who said STOP to whom: a block is per (source number, recipient); source `*` stands for every source. */
export class OptOuts {
  private readonly pairs = new Set<string>();

  get size(): number {
    return this.pairs.size;
  }

  add(source: string, recipient: number): void {
    this.pairs.add(`${source}|${recipient}`);
  }

  remove(source: string, recipient: number): boolean {
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
  }
}
