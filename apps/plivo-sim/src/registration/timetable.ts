/** When each of the things that wait is due. There are few of them, so the earliest is found by looking at all. */
export class Timetable {
  private readonly due = new Map<string, number>();
  private earliest = Infinity;

  /** When the next one is due; Infinity when nothing waits. */
  get nextAt(): number {
    return this.earliest;
  }

  get waiting(): string[] {
    return [...this.due.keys()];
  }

  /** Puts a thing down for a moment; an earlier entry of it no longer counts. */
  set(key: string, at: number): void {
    this.due.set(key, at);
    this.look();
  }

  delete(key: string): void {
    if (this.due.delete(key)) this.look();
  }

  /** Takes out what is due, the earliest first. */
  take(now: number): string[] {
    if (this.earliest > now) return [];
    const found = [...this.due].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b);
    for (const [key] of found) this.due.delete(key);
    this.look();
    return found.map(([key]) => key);
  }

  clear(): void {
    this.due.clear();
    this.earliest = Infinity;
  }

  private look(): void {
    this.earliest = Infinity;
    for (const at of this.due.values()) this.earliest = Math.min(this.earliest, at);
  }
}
