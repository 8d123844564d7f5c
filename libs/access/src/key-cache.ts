import type { Caller } from './caller';

const MAX_ENTRIES = 1_000;

/** Spares Postgres a look-up per request. Holds hashes only, for a few seconds, and only of keys that were good. */
export class KeyCache {
  private readonly entries = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(private readonly ttlMs: number) {}

  get(hash: Buffer, now: Date): Caller | undefined {
    const entry = this.entries.get(hash.toString('latin1'));
    return entry !== undefined && now.getTime() < entry.until ? entry.caller : undefined;
  }

  set(hash: Buffer, caller: Caller, now: Date): void {
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
    this.entries.set(hash.toString('latin1'), { caller, until: now.getTime() + this.ttlMs });
  }

  clear(): void {
    this.entries.clear();
  }
}
