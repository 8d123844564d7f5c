import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { type NewPowerpack, PlivoPools, PlivoPowerpacks, type PowerpackChanges, ProviderError } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { SendersRepository } from '../directory/senders.repository';
import { providerProblem } from '../provider-problem';
import { checkAddition, checkPowerpackInput, checkRemoval, poolKey } from './check-powerpack';
import type { KnownPowerpack, PoolKey, PowerpackEdit, PowerpackInput, PowerpackWithPool } from './known-powerpack';
import { PowerpackSync } from './powerpack-sync';
import { PowerpacksRepository } from './powerpacks.repository';

/** Powerpacks and pools as an operator handles them. The provider is told first; what it then shows is what Herald keeps. */
@Injectable()
export class PowerpackDesk {
  constructor(
    private readonly repository: PowerpacksRepository,
    private readonly senders: SendersRepository,
    private readonly powerpacks: PlivoPowerpacks,
    private readonly pools: PlivoPools,
    private readonly sync: PowerpackSync,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. */
  list(): Promise<KnownPowerpack[]> {
    return this.repository.list();
  }

  /** @throws AppError not_found `powerpack_not_found` */
  async get(uuid: string): Promise<PowerpackWithPool> {
    const found = await this.repository.find(uuid.toLowerCase());
    if (found !== undefined) return found;
    const message =
      'Herald knows no such Powerpack: herald powerpacks ls shows all, herald senders sync asks the provider.';
    throw new AppError('not_found', 'powerpack_not_found', message);
  }

  /** @throws AppError invalid `powerpack_invalid`; conflict `powerpack_name_taken`, `provider_refused`; unavailable `provider_…` */
  async create(input: PowerpackInput): Promise<PowerpackWithPool> {
    checkPowerpackInput(input);
    await this.assertNameFree(input.name, null);
    const { uuid } = await this.asked('make the Powerpack', () => this.powerpacks.create(given(input) as NewPowerpack));
    return this.shown(uuid.toLowerCase());
  }

  /** @throws AppError as `create`; not_found `powerpack_not_found`; precondition_failed `version_mismatch` */
  async update(uuid: string, version: number | undefined, changes: PowerpackEdit): Promise<PowerpackWithPool> {
    const before = await this.active(uuid);
    assertVersion(before, version);
    checkPowerpackInput(changes);
    if (changes.name !== undefined) await this.assertNameFree(changes.name, before.uuid);
    await this.asked('change the Powerpack', () =>
      this.powerpacks.update(before.uuid, given(changes) as PowerpackChanges),
    );
    return this.shown(before.uuid);
  }

  /**
   * For ever. @param unrentNumbers gives its numbers up as well
   *
   * @throws AppError conflict `powerpack_in_use`; and as `update`
   */
  async remove(uuid: string, version: number | undefined, unrentNumbers: boolean): Promise<void> {
    const before = await this.active(uuid);
    assertVersion(before, version);
    const campaigns = await this.repository.campaignsOf(before.uuid);
    if (campaigns.length > 0) {
      const message = `Campaigns ${campaigns.join(', ')} are sent through it: let them end, or cancel them.`;
      throw new AppError('conflict', 'powerpack_in_use', message);
    }
    await this.asked('delete the Powerpack', () =>
      this.powerpacks.delete(before.uuid, { unrent_numbers: unrentNumbers }),
    );
    await this.sync.gone(before.uuid);
  }

  /**
   * Puts a number into the pool.
   *
   * @throws AppError invalid `pool_number_invalid`; conflict `shortcode_not_addable`, `pool_member_exists`, `pool_tollfree_taken`,
   * `sender_disabled`, `sender_incapable`, `provider_refused`; unavailable `provider_…`
   */
  async add(uuid: string, number: string, service: 'sms' | 'mms'): Promise<PowerpackWithPool> {
    const powerpack = await this.active(uuid);
    const { sender, type } = checkAddition(number, powerpack);
    await this.assertCapable(sender, service);
    const pool = poolUuid(powerpack);
    const options = { service };
    const put = async (): Promise<unknown> =>
      type === 'toll_free'
        ? this.pools.addTollfree(pool, sender, options)
        : this.pools.addNumber(pool, sender, options);
    await this.settled(powerpack, { sender, type }, true, put);
    return this.shown(powerpack.uuid);
  }

  /** Takes one out. @param unrent gives it up as well. @throws AppError not_found `pool_member_not_found`; and as `add` */
  async take(uuid: string, number: string, unrent: boolean): Promise<PowerpackWithPool> {
    const powerpack = await this.active(uuid);
    const { sender, type } = checkRemoval(number, powerpack, unrent);
    const pool = poolUuid(powerpack);
    const options = { unrent };
    const take = async (): Promise<unknown> => {
      if (type === 'short_code') return this.pools.removeShortcode(pool, sender);
      return type === 'toll_free'
        ? this.pools.removeTollfree(pool, sender, options)
        : this.pools.removeNumber(pool, sender, options);
    };
    await this.settled(powerpack, { sender, type }, false, take);
    if (unrent) await this.senders.unrented(sender, this.clock.now());
    return this.shown(powerpack.uuid);
  }

  /**
   * Asks the provider for one number of a pool, now.
   *
   * @throws AppError not_found `powerpack_not_found`, `pool_member_not_found`; invalid `pool_number_invalid`; conflict `powerpack_gone`,
   * `pool_unknown`; unavailable `provider_…`
   */
  async refresh(uuid: string, number: string): Promise<PowerpackWithPool> {
    const powerpack = await this.active(uuid);
    const key = poolKey(number);
    poolUuid(powerpack);
    if (await this.asked('show the number', () => this.sync.member(powerpack, key))) return this.get(powerpack.uuid);
    const message = 'The provider does not have the number in this pool; Herald has it there no more either.';
    throw new AppError('not_found', 'pool_member_not_found', message);
  }

  /** Asks the provider for all Powerpacks and pools, now. @throws AppError unavailable `provider_…` */
  async syncAll(): Promise<KnownPowerpack[]> {
    await this.asked('list its Powerpacks', () => this.sync.all());
    return this.repository.list();
  }

  /**
   * A change of one number of a pool. Where its answer is lost the provider is asked for that number: what it shows is what happened.
   *
   * @param there where the number is once it is done
   */
  private async settled(
    powerpack: PowerpackWithPool,
    key: PoolKey,
    there: boolean,
    change: () => Promise<unknown>,
  ): Promise<void> {
    const what = there ? 'put the number into the pool' : 'take the number out of the pool';
    try {
      await change();
    } catch (error) {
      const lost = error instanceof ProviderError && error.mayHaveHappened;
      const found = lost ? await this.sync.member(powerpack, key).catch(() => undefined) : undefined;
      if (found === there) return;
      if (found === undefined) throw providerProblem(error, what);
      const stands = found ? 'is in the pool' : 'is not in the pool';
      const message = `The provider did not answer when asked to ${what}. Asked right after, it says: the number ${stands}. Look again in a moment (herald powerpacks refresh), then ask once more.`;
      throw new AppError('unavailable', 'provider_no_answer', message, { cause: error });
    }
  }

  private async active(uuid: string): Promise<PowerpackWithPool> {
    const found = await this.get(uuid);
    if (found.state === 'active') return found;
    throw new AppError('conflict', 'powerpack_gone', 'The provider does not have this Powerpack any more.');
  }

  private async assertNameFree(name: string, uuid: string | null): Promise<void> {
    const taken = await this.repository.byName(name, uuid);
    if (taken === undefined) return;
    const message = `The Powerpack ${taken} is called so already, and names are unique: give another.`;
    throw new AppError('conflict', 'powerpack_name_taken', message, { details: [{ field: 'name', message }] });
  }

  private async assertCapable(sender: string, service: 'sms' | 'mms'): Promise<void> {
    const known = await this.senders.find(sender);
    if (known === undefined) return;
    if (known.state === 'disabled') {
      throw new AppError('conflict', 'sender_disabled', 'An operator took this number out of use: enable it first.');
    }
    // What only the provider said of it, it may say otherwise now.
    if (known.source === 'provider' || known[service]) return;
    const message = `The number was registered as one that cannot send ${service.toUpperCase()}: correct that first, or give another service.`;
    throw new AppError('conflict', 'sender_incapable', message, { details: [{ field: 'service', message }] });
  }

  private async shown(uuid: string): Promise<PowerpackWithPool> {
    await this.asked('show the Powerpack (what was asked before is done)', () => this.sync.one(uuid));
    return this.get(uuid);
  }

  private async asked<T>(what: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw providerProblem(error, what);
    }
  }
}

function poolUuid({ number_pool_uuid: pool }: PowerpackWithPool): string {
  if (pool !== null) return pool;
  throw new AppError(
    'conflict',
    'pool_unknown',
    'The provider does not say which pool this Powerpack has: sync, and try again.',
  );
}

function assertVersion({ version }: KnownPowerpack, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  const message = `The Powerpack is at version ${version}, you have ${seen}: read it again and repeat your change.`;
  throw new AppError('precondition_failed', 'version_mismatch', message);
}

function given<T extends object>(input: T): Partial<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>;
}
