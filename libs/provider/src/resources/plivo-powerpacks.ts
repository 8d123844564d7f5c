import { Injectable } from '@nestjs/common';

import { type Confirmation, readAnswer, readConfirmation } from '../answer-reader';
import { everyItem, type PageFilter } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import {
  type NewPowerpack,
  type Powerpack,
  powerpack,
  type PowerpackChanges,
  type PowerpackPage,
  powerpackPage,
} from './powerpack';

/** Powerpacks: a pool of numbers that the provider chooses the sender from. Every method throws ProviderError. */
@Injectable()
export class PlivoPowerpacks {
  constructor(private readonly transport: PlivoTransport) {}

  /** An empty pool comes with it. */
  async create(input: NewPowerpack): Promise<Powerpack> {
    return readAnswer(await this.transport.call('powerpacks.create', {}, { json: input }), powerpack);
  }

  async list(filter: PageFilter = {}): Promise<PowerpackPage> {
    return readAnswer(await this.transport.call('powerpacks.list', {}, { query: { ...filter } }), powerpackPage);
  }

  all(filter: PageFilter = {}): AsyncGenerator<Powerpack, void, void> {
    return everyItem(async (page) => {
      const { objects: items, meta } = await this.list({ ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** @returns undefined when there is none */
  async get(uuid: string): Promise<Powerpack | undefined> {
    const answer = await this.transport.find('powerpacks.get', { powerpack_uuid: uuid });
    return answer && readAnswer(answer, powerpack);
  }

  /** @returns the Powerpack as changed */
  async update(uuid: string, changes: PowerpackChanges): Promise<Powerpack> {
    const answer = await this.transport.call('powerpacks.update', { powerpack_uuid: uuid }, { json: changes });
    return readAnswer(answer, powerpack);
  }

  /** For ever. @param options `unrent_numbers`: gives its numbers up, which cannot be undone either */
  async delete(uuid: string, options: { readonly unrent_numbers?: boolean } = {}): Promise<Confirmation> {
    const ids = { powerpack_uuid: uuid };
    return readConfirmation(await this.transport.call('powerpacks.delete', ids, { json: options }));
  }
}
