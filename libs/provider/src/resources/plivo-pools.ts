import { Injectable } from '@nestjs/common';

import { type Confirmation, readAnswer, readConfirmation } from '../answer-reader';
import { everyItem, type PageFilter } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import {
  type PoolNumber,
  poolNumber,
  type PoolNumberFilter,
  type PoolNumberPage,
  poolNumberPage,
  type PoolService,
  type PoolShortcode,
  poolShortcode,
  type PoolShortcodePage,
  poolShortcodePage,
} from './pool';

/** Gives the number up as well: it is not the account's any more. */
interface RemoveOptions {
  readonly unrent?: boolean;
}
interface AddOptions {
  readonly service?: PoolService;
}

/** The numbers of a Powerpack's pool, by the pool's uuid (`poolUuidOf`). Every method throws ProviderError. */
@Injectable()
export class PlivoPools {
  constructor(private readonly transport: PlivoTransport) {}

  async addNumber(poolUuid: string, number: string, options: AddOptions = {}): Promise<PoolNumber> {
    const ids = { pool_uuid: poolUuid, number };
    return readAnswer(await this.transport.call('poolNumbers.add', ids, { json: options }), poolNumber);
  }

  /** @returns undefined when it is not in the pool */
  async getNumber(poolUuid: string, number: string): Promise<PoolNumber | undefined> {
    const answer = await this.transport.find('poolNumbers.get', { pool_uuid: poolUuid, number });
    return answer && readAnswer(answer, poolNumber);
  }

  async listNumbers(poolUuid: string, filter: PoolNumberFilter = {}): Promise<PoolNumberPage> {
    const answer = await this.transport.call('poolNumbers.list', { pool_uuid: poolUuid }, { query: { ...filter } });
    return readAnswer(answer, poolNumberPage);
  }

  allNumbers(poolUuid: string, filter: PoolNumberFilter = {}): AsyncGenerator<PoolNumber, void, void> {
    return everyItem(async (page) => {
      const { objects: items, meta } = await this.listNumbers(poolUuid, { ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  async removeNumber(poolUuid: string, number: string, options: RemoveOptions = {}): Promise<Confirmation> {
    const ids = { pool_uuid: poolUuid, number };
    return readConfirmation(await this.transport.call('poolNumbers.remove', ids, { json: options }));
  }

  /** @returns undefined when it is not in the pool. Short codes are added by the provider, on request. */
  async getShortcode(poolUuid: string, shortcode: string): Promise<PoolShortcode | undefined> {
    const answer = await this.transport.find('poolShortcodes.get', { pool_uuid: poolUuid, shortcode });
    return answer && readAnswer(answer, poolShortcode);
  }

  async listShortcodes(poolUuid: string, filter: PageFilter = {}): Promise<PoolShortcodePage> {
    const answer = await this.transport.call('poolShortcodes.list', { pool_uuid: poolUuid }, { query: { ...filter } });
    return readAnswer(answer, poolShortcodePage);
  }

  allShortcodes(poolUuid: string, filter: PageFilter = {}): AsyncGenerator<PoolShortcode, void, void> {
    return everyItem(async (page) => {
      const { objects: items, meta } = await this.listShortcodes(poolUuid, { ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** Out of the pool; it stays rented. */
  async removeShortcode(poolUuid: string, shortcode: string): Promise<Confirmation> {
    return readConfirmation(await this.transport.call('poolShortcodes.remove', { pool_uuid: poolUuid, shortcode }));
  }

  async addTollfree(poolUuid: string, number: string, options: AddOptions = {}): Promise<PoolNumber> {
    const ids = { pool_uuid: poolUuid, number };
    return readAnswer(await this.transport.call('poolTollfree.add', ids, { json: options }), poolNumber);
  }

  /** @returns undefined when it is not in the pool */
  async getTollfree(poolUuid: string, number: string): Promise<PoolNumber | undefined> {
    const answer = await this.transport.find('poolTollfree.get', { pool_uuid: poolUuid, number });
    return answer && readAnswer(answer, poolNumber);
  }

  /** At present one at most is in a pool. */
  async listTollfree(poolUuid: string, filter: PageFilter = {}): Promise<PoolNumberPage> {
    const answer = await this.transport.call('poolTollfree.list', { pool_uuid: poolUuid }, { query: { ...filter } });
    return readAnswer(answer, poolNumberPage);
  }

  allTollfree(poolUuid: string, filter: PageFilter = {}): AsyncGenerator<PoolNumber, void, void> {
    return everyItem(async (page) => {
      const { objects: items, meta } = await this.listTollfree(poolUuid, { ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  async removeTollfree(poolUuid: string, number: string, options: RemoveOptions = {}): Promise<Confirmation> {
    const ids = { pool_uuid: poolUuid, number };
    return readConfirmation(await this.transport.call('poolTollfree.remove', ids, { json: options }));
  }
}
