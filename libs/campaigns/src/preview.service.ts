import { suppressionApplies } from '@herald/consent';
import { type HeldBack, MessageRenderer, type RequestContent, type Route } from '@herald/content';
import { Database } from '@herald/database';
import type { Encoding, MessageType } from '@herald/provider';
import { Injectable } from '@nestjs/common';

import type { Campaign } from './campaign';
import { CampaignService } from './campaign.service';
import { columnsOf, recipientValues } from './recipient-values';

/** What one recipient will get. */
export interface PreviewedMessage {
  /** E.164 digits. */
  readonly to: string;
  readonly country: string;
  readonly type: MessageType;
  readonly text: string;
  /** As in the campaign's content, filled in; null where only text and media are sent. */
  readonly content: RequestContent | null;
  /** Of the campaign, where they go with the message. */
  readonly media: readonly (number | string)[];
  readonly encoding: Encoding;
  readonly units: number;
  /** Why nothing will be sent; null = it will. */
  readonly held_back: HeldBack | null;
}

interface Recipient {
  readonly phone: string;
  readonly country: string;
  readonly vals: readonly (string | null)[];
}

/** Shows a campaign's messages before anything is sent. Reads only. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
  ) {}

  /** The first recipients of its list by number, without those who are suppressed. @throws AppError not_found `campaign_not_found` */
  async of(id: number, limit: number): Promise<PreviewedMessage[]> {
    const campaign = await this.campaigns.get(id);
    const renderer = new MessageRenderer(campaign);
    const found: PreviewedMessage[] = [];
    for (const route of renderer.routes) {
      const { names, recipients } = await this.recipients(campaign, renderer, route, limit);
      for (const { phone, country, vals } of recipients) {
        const { channel, heldBack = null, ...message } = renderer.render(route, names, vals);
        const media = channel === 'sms' ? [] : (campaign.content?.media ?? []);
        found.push({ ...message, to: phone, country, type: channel, media, held_back: heldBack });
      }
    }
    return found.sort((a, b) => Number(a.to) - Number(b.to)).slice(0, limit);
  }

  private async recipients(campaign: Campaign, renderer: MessageRenderer, route: Route, limit: number) {
    const { list_id: listId, src, powerpack_uuid: powerpack } = campaign;
    const columns = await columnsOf(this.database, listId);
    const { names, values, inRoute, parameters } = recipientValues(renderer, route, columns, 4);
    const { rows } = await this.database.query<Recipient>(
      `SELECT c.phone, c.country, ${values} AS vals FROM contacts c
       WHERE c.list_id = $1 AND ${inRoute}
         AND NOT EXISTS (SELECT FROM suppressions s WHERE s.phone = c.phone AND ${suppressionApplies('$2::text')})
       ORDER BY c.phone LIMIT $3`,
      [listId, src ?? powerpack, limit, ...parameters],
    );
    return { names, recipients: rows };
  }
}
