import { SenderScopes } from '@herald/consent';
import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { PlivoPools, PlivoPowerpacks, poolUuidOf, type Powerpack } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { SendersRepository } from '../directory/senders.repository';
import { syncSoon, SyncTurns } from '../sync-turns';
import type { PoolKey, PoolMember, PowerpackWithPool } from './known-powerpack';
import { memberOf, membersOf, shortCodeOf, shownOf } from './pool-shapes';
import { PowerpacksRepository } from './powerpacks.repository';

export const POWERPACK_SYNC_MS = Symbol('POWERPACK_SYNC_MS');

/** Keeps Powerpacks and their pools in step with the provider, which has the last word on both. */
@Injectable()
export class PowerpackSync {
  constructor(
    private readonly database: Database,
    private readonly repository: PowerpacksRepository,
    private readonly senders: SendersRepository,
    private readonly powerpacks: PlivoPowerpacks,
    private readonly pools: PlivoPools,
    private readonly scopes: SenderScopes,
    private readonly turns: SyncTurns,
    @Inject(POWERPACK_SYNC_MS) private readonly everyMs: number,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe in any number of workers at once. */
  async tick(): Promise<void> {
    await this.turns.run('powerpacks', this.everyMs, () => this.all());
  }

  /** Every Powerpack of the account; those the provider does not show are gone. @throws ProviderError */
  async all(): Promise<void> {
    const readAt = await this.repository.now();
    const listed = new Set<string>();
    // Their order may change while pages are turned: one that was missed counts as gone only if it is not to be found by itself.
    for await (const { uuid } of this.powerpacks.all()) listed.add(uuid.toLowerCase());
    for (const { uuid } of await this.repository.list()) listed.add(uuid);
    const shown: string[] = [];
    for (const uuid of listed) if (await this.one(uuid)) shown.push(uuid);
    await this.database.transaction((tx) => this.forget(tx, shown, readAt));
  }

  /** @returns false when the provider has none. @throws ProviderError */
  async one(uuid: string): Promise<boolean> {
    const readAt = await this.repository.now();
    const shown = await this.powerpacks.get(uuid);
    if (shown === undefined) return false;
    // Campaigns name it in lower case.
    const found = { ...shown, uuid: shown.uuid.toLowerCase() };
    const pool = await this.poolOf(found);
    await this.database.transaction((tx) => this.write(tx, found, pool, readAt));
    return true;
  }

  /**
   * One number of a pool by itself: what the provider shows of it is kept, and nothing else of the pool is asked for.
   *
   * @returns whether it is in the pool. @throws ProviderError
   */
  async member({ uuid, number_pool_uuid: pool }: PowerpackWithPool, member: PoolKey): Promise<boolean> {
    const readAt = await this.repository.now();
    const found = await this.memberOf(pool ?? '', member);
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.hold(tx, uuid, readAt))) return;
      const others = (await this.repository.poolOf(uuid, tx)).filter(({ sender }) => sender !== member.sender);
      await this.writePool(tx, uuid, found === undefined ? others : [...others, found]);
    });
    return found !== undefined;
  }

  /** Of one that was deleted: nothing need be asked. */
  async gone(uuid: string): Promise<void> {
    const readAt = await this.repository.now();
    const others = (await this.repository.list()).filter((each) => each.uuid !== uuid).map((each) => each.uuid);
    await this.database.transaction((tx) => this.forget(tx, others, readAt));
  }

  private async poolOf(powerpack: Powerpack): Promise<PoolMember[]> {
    const pool = poolUuidOf(powerpack);
    if (pool === undefined) return [];
    const members: PoolMember[] = [];
    for await (const number of this.pools.allNumbers(pool)) members.push(memberOf(number));
    for await (const number of this.pools.allTollfree(pool)) members.push(memberOf(number));
    for await (const code of this.pools.allShortcodes(pool)) members.push(shortCodeOf(code));
    return membersOf(members);
  }

  private async write(tx: Transaction, found: Powerpack, pool: PoolMember[], readAt: Date): Promise<void> {
    if (!(await this.repository.write(tx, shownOf(found, poolUuidOf(found)), readAt))) return;
    await this.writePool(tx, found.uuid, pool);
  }

  private async writePool(tx: Transaction, uuid: string, pool: PoolMember[]): Promise<void> {
    const changed = await this.repository.writePool(tx, uuid, pool);
    const self = { sender: uuid, type: 'powerpack' as const, country: null, mms: pool.some(({ mms }) => mms) };
    await this.senders.adopt([...pool, self], this.clock.now(), tx);
    if (!changed) return;
    await this.scopesOf(tx, uuid, pool);
    await syncSoon(tx, 'lanes');
    this.logger.info({ event: 'powerpack.pool', uuid, numbers: pool.length }, 'a pool is another than before');
  }

  private async memberOf(pool: string, { sender, type }: PoolKey): Promise<PoolMember | undefined> {
    if (type === 'short_code') {
      const code = await this.pools.getShortcode(pool, sender);
      return code && shortCodeOf(code);
    }
    const one =
      type === 'toll_free' ? await this.pools.getTollfree(pool, sender) : await this.pools.getNumber(pool, sender);
    return one && memberOf(one);
  }

  /** So that an opt-out to one of its numbers is one to the Powerpack. */
  private async scopesOf(tx: Transaction, uuid: string, pool: readonly PoolMember[]): Promise<void> {
    const scopes = pool.map(({ sender }) => ({ scope: 'number' as const, key: sender }));
    await this.scopes.replace(tx, uuid, scopes, ['number']);
  }

  private async forget(tx: Transaction, shown: readonly string[], readAt: Date): Promise<void> {
    const gone = await this.repository.markGone(tx, shown, readAt);
    if (gone.length === 0) return;
    for (const uuid of gone) await this.scopesOf(tx, uuid, []);
    await syncSoon(tx, 'lanes');
    this.logger.warn({ event: 'powerpack.gone', uuids: gone }, 'the provider does not show these Powerpacks any more');
  }
}
