import { SenderScopes } from '@herald/consent';
import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { PlivoPools, PlivoPowerpacks, poolUuidOf, type Powerpack } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { SendersRepository } from '../directory/senders.repository';
import { syncSoon, SyncTurns } from '../sync-turns';
import type { PoolMember } from './known-powerpack';
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
    const changed = await this.repository.writePool(tx, found.uuid, pool);
    const self = { sender: found.uuid, type: 'powerpack' as const, country: null, mms: pool.some(({ mms }) => mms) };
    await this.senders.adopt([...pool, self], this.clock.now(), tx);
    if (!changed) return;
    await this.scopesOf(tx, found.uuid, pool);
    await syncSoon(tx, 'lanes');
    this.logger.info(
      { event: 'powerpack.pool', uuid: found.uuid, numbers: pool.length },
      'a pool is another than before',
    );
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
