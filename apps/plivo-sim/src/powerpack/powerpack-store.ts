import { ApiFault } from '../http/api-fault';
import { type MessageIds } from '../message-id';
import { type PoolKind, type PoolNumber, type Powerpack, type PowerpackSettings } from './powerpack';

/** A number that is to join a pool. */
export type NewPoolNumber = Omit<PoolNumber, 'addedAt'>;

/** At most so many of a kind in a pool: one toll-free [ref], one short code a country [notes §2]. */
function tooMany(pool: Iterable<PoolNumber>, added: NewPoolNumber): boolean {
  if (added.kind === 'longcode') return false;
  const same = [...pool].filter(({ kind }) => kind === added.kind);
  return added.kind === 'tollfree' ? same.length > 0 : same.some(({ country }) => country === added.country);
}

const KIND_NAMES: Readonly<Record<PoolKind, string>> = {
  shortcode: 'short code of that country',
  longcode: 'long code',
  tollfree: 'toll-free number',
};

/** Powerpacks made over the API, each with its pool. */
export class PowerpackStore {
  private readonly packs = new Map<string, Powerpack>();
  private readonly byPoolUuid = new Map<string, Powerpack>();
  private readonly byNumber = new Map<string, Powerpack>();
  private readonly deleted = new Set<string>();
  private readonly unrented = new Set<string>();
  private made = 0;

  constructor(private readonly ids: MessageIds) {}

  get size(): number {
    return this.packs.size;
  }

  /** @throws ApiFault 400 when the name is taken */
  create(authId: string, settings: PowerpackSettings, now: number): Powerpack {
    this.checkName(authId, settings.name, undefined);
    const uuid = this.ids.numbered('powerpack', this.made * 2);
    const poolUuid = this.ids.numbered('powerpack', this.made * 2 + 1);
    this.made += 1;
    const pack: Powerpack = { uuid, poolUuid, authId, createdAt: now, settings, pool: new Map() };
    this.packs.set(uuid, pack);
    this.byPoolUuid.set(poolUuid, pack);
    return pack;
  }

  /** @throws ApiFault 400 when the name is another's */
  update(pack: Powerpack, settings: PowerpackSettings): void {
    this.checkName(pack.authId, settings.name, pack.uuid);
    pack.settings = settings;
  }

  get(uuid: string): Powerpack | undefined {
    return this.packs.get(uuid);
  }

  byPool(poolUuid: string): Powerpack | undefined {
    return this.byPoolUuid.get(poolUuid);
  }

  /** The Powerpack that a number is in. */
  ofNumber(number: string): Powerpack | undefined {
    return this.byNumber.get(number);
  }

  /** Latest first. */
  list(authId: string): Powerpack[] {
    return [...this.packs.values()].filter((pack) => pack.authId === authId).reverse();
  }

  delete(pack: Powerpack, unrent: boolean): void {
    for (const number of [...pack.pool.keys()]) this.remove(pack, number, unrent);
    this.packs.delete(pack.uuid);
    this.byPoolUuid.delete(pack.poolUuid);
    this.deleted.add(pack.uuid);
  }

  wasDeleted(uuid: string): boolean {
    return this.deleted.has(uuid);
  }

  /** @throws ApiFault 400 when the number is in a pool already, or the pool has its number of that kind */
  add(pack: Powerpack, number: NewPoolNumber, now: number): PoolNumber {
    const holder = this.byNumber.get(number.number);
    if (holder !== undefined) {
      const where = holder === pack ? 'this' : 'another';
      throw new ApiFault(400, `${number.number} is already in ${where} number pool`);
    }
    if (tooMany(pack.pool.values(), number)) {
      throw new ApiFault(400, `the number pool already has a ${KIND_NAMES[number.kind]}`);
    }
    const added = { ...number, addedAt: now };
    pack.pool.set(number.number, added);
    this.byNumber.set(number.number, pack);
    return added;
  }

  /** Out of the pool; `unrent` gives a number back altogether, which a short code never is [ref]. */
  remove(pack: Powerpack, number: string, unrent: boolean): void {
    const removed = pack.pool.get(number);
    if (removed === undefined) return;
    pack.pool.delete(number);
    this.byNumber.delete(number);
    if (unrent && removed.kind !== 'shortcode') this.unrented.add(number);
  }

  /** Whether a number was given back since the start or the last reset. */
  isUnrented(number: string): boolean {
    return this.unrented.has(number);
  }

  clear(): void {
    for (const each of [this.packs, this.byPoolUuid, this.byNumber, this.deleted, this.unrented]) each.clear();
    this.made = 0;
  }

  private checkName(authId: string, name: string, own: string | undefined): void {
    for (const pack of this.packs.values()) {
      const taken = pack.authId === authId && pack.settings.name === name && pack.uuid !== own;
      if (taken) throw new ApiFault(400, `a Powerpack named "${name}" already exists`);
    }
  }
}
