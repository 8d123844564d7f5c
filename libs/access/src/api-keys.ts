import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type ApiKey, ApiKeysRepository, type NewApiKey } from './api-keys.repository';
import type { Caller } from './caller';
import type { Scope } from './domain/scope';
import { KeyCache } from './key-cache';
import { hashSecret, newSecret, prefixOf } from './key-secret';

export interface CreatedKey {
  readonly key: ApiKey;
  /** Shown to the caller this once; only its hash is kept. */
  readonly secret: string;
}

/** A revoked key is refused at once by the process that revoked it, and by the others within this time. */
export const KEY_CACHE_MS = 5_000;
const TOUCH_EVERY_MS = 60_000;
const FIRST_KEY_NAME = 'first key';

@Injectable()
export class ApiKeys {
  private readonly cache = new KeyCache(KEY_CACHE_MS);

  constructor(
    private readonly repository: ApiKeysRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async create(name: string, scope: Scope): Promise<CreatedKey> {
    const secret = newSecret();
    return { key: await this.repository.insert(this.rowOf(name, scope, secret)), secret };
  }

  /** Keys in the order they were made, revoked ones included. */
  async page(limit: number, afterId = 0): Promise<ApiKey[]> {
    return this.repository.page(limit, afterId);
  }

  /** Revoking twice is harmless. @throws AppError not_found `key_not_found`, conflict `last_admin_key` */
  async revoke(id: number): Promise<void> {
    const outcome = await this.repository.revoke(id, this.clock.now());
    this.cache.clear();
    if (outcome === 'unknown') throw new AppError('not_found', 'key_not_found', `There is no API key ${id}.`);
    if (outcome === 'last_admin') {
      throw new AppError(
        'conflict',
        'last_admin_key',
        'This is the last admin key: without one, nobody could make keys any more. Create another admin key first.',
      );
    }
  }

  /** The caller a secret belongs to, or undefined for an unknown or revoked one. */
  async verify(secret: string): Promise<Caller | undefined> {
    const hash = hashSecret(secret);
    const now = this.clock.now();
    const cached = this.cache.get(hash, now);
    if (cached !== undefined) return cached;

    const key = await this.repository.findActive(hash);
    if (key === undefined) return undefined;
    const touchedBefore = new Date(now.getTime() - TOUCH_EVERY_MS);
    if (key.last_used_at === null || key.last_used_at < touchedBefore) {
      await this.repository.touch(key.id, now, touchedBefore);
    }
    const caller: Caller = { keyId: key.id, prefix: key.prefix, scope: key.scope };
    this.cache.set(hash, caller, now);
    return caller;
  }

  /**
   * Makes the first admin key when there is no key at all, from the given secret or a new one.
   *
   * @returns the secret if this call stored it, undefined when there were keys already
   */
  async ensureFirst(given?: string): Promise<string | undefined> {
    const secret = given ?? newSecret();
    const stored = await this.repository.insertFirst(this.rowOf(FIRST_KEY_NAME, 'admin', secret));
    return stored === undefined ? undefined : secret;
  }

  private rowOf(name: string, scope: Scope, secret: string): NewApiKey {
    return { name, scope, prefix: prefixOf(secret), secretHash: hashSecret(secret), now: this.clock.now() };
  }
}
