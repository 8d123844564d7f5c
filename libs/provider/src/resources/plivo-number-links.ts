import { Injectable } from '@nestjs/common';

import { type Confirmation, readAnswer, readConfirmation } from '../answer-reader';
import { everyItem, type PageFilter } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import type { TendlcCallback } from './brand';
import { type LinkedNumber, type LinkedNumberPage, linkedNumberPage, type NewNumberLinks } from './number-link';

/** Which numbers send for which 10DLC campaign. Every method throws ProviderError. */
@Injectable()
export class PlivoNumberLinks {
  constructor(private readonly transport: PlivoTransport) {}

  /** Asks for the links; a webhook for each number says how it ended. */
  async link(campaignId: string, input: NewNumberLinks): Promise<Confirmation> {
    return readConfirmation(await this.transport.call('links.create', { campaign_id: campaignId }, { json: input }));
  }

  async list(campaignId: string, filter: PageFilter = {}): Promise<LinkedNumberPage> {
    const answer = await this.transport.call('links.list', { campaign_id: campaignId }, { query: { ...filter } });
    return readAnswer(answer, linkedNumberPage);
  }

  all(campaignId: string, filter: PageFilter = {}): AsyncGenerator<LinkedNumber, void, void> {
    return everyItem(async (page) => {
      const { phone_numbers: items, meta } = await this.list(campaignId, { ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** @returns undefined when the number is not of this campaign */
  async get(campaignId: string, number: string): Promise<LinkedNumber | undefined> {
    const answer = await this.transport.find('links.get', { campaign_id: campaignId, number });
    if (answer === undefined) return undefined;
    const digits = digitsOf(number);
    return readAnswer(answer, linkedNumberPage).phone_numbers.find((each) => digitsOf(each.number) === digits);
  }

  /** Asks for the link's end; a webhook says how it went. */
  async unlink(campaignId: string, number: string, callback: TendlcCallback = {}): Promise<Confirmation> {
    const ids = { campaign_id: campaignId, number };
    return readConfirmation(await this.transport.call('links.delete', ids, { json: callback }));
  }
}

function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}
