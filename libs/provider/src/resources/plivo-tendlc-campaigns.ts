import { Injectable } from '@nestjs/common';

import { type Confirmation, readAnswer, readConfirmation } from '../answer-reader';
import { everyItem } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import {
  campaignPage,
  type CreatedTendlcCampaign,
  createdCampaign,
  type ImportedCampaign,
  type NewTendlcCampaign,
  oneCampaign,
  type TendlcCampaign,
  type TendlcCampaignChanges,
  type TendlcCampaignFilter,
  type TendlcCampaignPage,
} from './tendlc-campaign';

/** 10DLC campaigns: what a brand may send, how fast. Every method throws ProviderError. */
@Injectable()
export class PlivoTendlcCampaigns {
  constructor(private readonly transport: PlivoTransport) {}

  /** Costs money, and is registered later: a webhook says how it ended. */
  async create(input: NewTendlcCampaign): Promise<CreatedTendlcCampaign> {
    return readAnswer(await this.transport.call('campaigns.create', {}, { json: input }), createdCampaign);
  }

  /** In the provider's private beta: the account must have been let in. */
  async import(input: ImportedCampaign): Promise<CreatedTendlcCampaign> {
    return readAnswer(await this.transport.call('campaigns.import', {}, { json: input }), createdCampaign);
  }

  async list(filter: TendlcCampaignFilter = {}): Promise<TendlcCampaignPage> {
    return readAnswer(await this.transport.call('campaigns.list', {}, { query: { ...filter } }), campaignPage);
  }

  all(filter: TendlcCampaignFilter = {}): AsyncGenerator<TendlcCampaign, void, void> {
    return everyItem(async (page) => {
      const { campaigns: items, meta } = await this.list({ ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** @returns undefined when there is none */
  async get(campaignId: string): Promise<TendlcCampaign | undefined> {
    const answer = await this.transport.find('campaigns.get', { campaign_id: campaignId });
    return answer && readAnswer(answer, oneCampaign).campaign;
  }

  /** Submits it for another vetting, for a fee. @returns the campaign as changed */
  async update(campaignId: string, changes: TendlcCampaignChanges): Promise<TendlcCampaign> {
    const answer = await this.transport.call('campaigns.update', { campaign_id: campaignId }, { json: changes });
    return readAnswer(answer, oneCampaign).campaign;
  }

  /** For ever; only a campaign without numbers in processing. */
  async delete(campaignId: string): Promise<Confirmation> {
    return readConfirmation(await this.transport.call('campaigns.delete', { campaign_id: campaignId }));
  }
}
