import { type NewTendlcCampaign, type TendlcCampaign, type TendlcCampaignFilter } from '@herald/provider';

import { type Context } from '../context';
import { probe } from '../filter-check';
import { registeredBrand } from './brands';

export function newCampaign(brandId: string, alias: string): NewTendlcCampaign {
  return {
    campaign_alias: alias,
    brand_id: brandId,
    vertical: 'ENTERTAINMENT',
    usecase: 'MIXED',
    sub_usecases: ['CUSTOMER_CARE', '2FA'],
    description: 'Messages to customers who asked us to tell them about their orders.',
    embedded_link: false,
    embedded_phone: false,
    age_gated: false,
    direct_lending: false,
    affiliate_marketing: false,
    subscriber_optin: true,
    subscriber_optout: true,
    subscriber_help: true,
    sample1: 'Your order 1234 is on its way to you.',
    sample2: 'Your one-time passcode is 123456, valid for ten minutes.',
    message_flow: 'Customers tick a box on our order form, next to their phone number, to be told by text.',
    help_message: 'Call 1-800-555-0100 for help, or reply STOP to leave.',
    optout_message: 'You will get no more messages from Conformance Inc.',
    optin_message: 'You will be told about your orders. Reply STOP to leave.',
    optin_keywords: 'YES,SUBSCRIBE',
    optout_keywords: 'STOP,NO',
    help_keywords: 'HELP,INFO',
  };
}

/** A campaign that numbers can be linked to. */
export async function registeredCampaign(context: Context, alias: string): Promise<string> {
  const brandId = await registeredBrand(context, alias);
  const { campaign_id } = await context.herald.campaigns.create(newCampaign(brandId, alias));
  await inState(context, campaign_id, 'ACTIVE');
  return campaign_id;
}

async function inState({ herald, settled }: Context, campaignId: string, state: string): Promise<void> {
  await settled(`the campaign to be ${state}`, async () => {
    return (await herald.campaigns.get(campaignId))?.registration_status === state;
  });
}

const CHANGES = {
  description: 'What we write to customers who asked to be told about their orders.',
  sample1: 'Your order 4321 is on its way to you.',
  sample2: 'Your one-time passcode is 654321, valid for ten minutes.',
  message_flow: 'Customers tick a box next to their phone number on our order form.',
  help_message: 'Call 1-800-555-0101 for help, or reply STOP to leave.',
  optout_message: 'No more messages will come from Conformance Inc.',
  optin_message: 'We will tell you about your orders. Reply STOP to leave.',
  optin_keywords: 'YES,START',
  optout_keywords: 'STOP,END',
  help_keywords: 'HELP,INFO,MORE',
} as const;

export async function checkCampaigns(context: Context): Promise<void> {
  const { check, sdk, herald, other, control } = context;
  const made: string[] = [];
  const keep = async (creation: Promise<unknown>): Promise<unknown> => {
    const created = (await creation) as { campaignId?: string; campaign_id?: string };
    made.push(created.campaignId ?? created.campaign_id ?? '');
    return created;
  };
  const brandId = await registeredBrand(context, 'campaigns');
  const input = newCampaign(brandId, 'Conformance');
  await check('campaigns.create', {
    makes: true,
    sdk: [
      {
        name: 'campaign.create',
        call: () => {
          const { sample1, sample2, message_flow, help_message, optout_message, ...c } = input;
          const { optin_message, optin_keywords, optout_keywords, help_keywords } = c;
          const flags = [c.embedded_link, c.embedded_phone, c.age_gated, c.direct_lending];
          const confirmed = [c.subscriber_optin, c.subscriber_optout, c.subscriber_help, c.affiliate_marketing];
          const samples = [sample1, sample2, undefined, undefined, undefined];
          const texts = [message_flow, help_message, optout_message, undefined, undefined];
          const about = [c.brand_id, c.campaign_alias, c.vertical, c.usecase, c.sub_usecases, c.description];
          const rest = { optin_message, optin_keywords, optout_keywords, help_keywords };
          return keep(sdk.campaign.create(...about, ...flags, ...confirmed, ...samples, ...texts, rest));
        },
      },
    ],
    herald: () => keep(herald.campaigns.create(input)),
  });
  const [bySdk = '', byHerald = ''] = made;
  for (const id of made) await inState(context, id, 'ACTIVE');
  await check('campaigns.import', {
    makes: true,
    sdk: [{ name: 'campaign.import_campaign', call: () => sdk.campaign.import_campaign('CIMPRT1', 'imported 1', {}) }],
    herald: () => herald.campaigns.import({ campaign_id: 'CIMPRT2', campaign_alias: 'imported 2' }),
    other: () => other.campaigns.import({ campaign_id: 'CIMPRT3', campaign_alias: 'imported 3' }),
  });
  const list = async (filter: TendlcCampaignFilter): Promise<readonly TendlcCampaign[]> =>
    (await herald.campaigns.list(filter)).campaigns;
  const query = { limit: 5, brand_id: brandId, usecase: 'MIXED', campaign_source: 'plivo' } as const;
  await check('campaigns.list', {
    sdk: [{ name: 'campaign.list', call: () => sdk.campaign.list({ ...query }) }],
    herald: () => herald.campaigns.list(query),
    filters: [
      probe(
        'usecase',
        (v) => list({ usecase: v }),
        ['MIXED', 'MARKETING'],
        (c) => c.usecase === 'MIXED',
      ),
      probe(
        'brand_id',
        (v) => list({ brand_id: v }),
        [brandId, 'BNOBODY'],
        (c) => c.brand_id === brandId,
      ),
      probe(
        'registration_status',
        (v) => list({ registration_status: v }),
        ['Active', 'Expired'],
        (c) => c.registration_status === 'ACTIVE',
      ),
      {
        name: 'campaign_source',
        some: () => list({ campaign_source: 'plivo' }),
        fits: (c: TendlcCampaign) => c.campaign_source === 'plivo',
        none: async () => (await list({ campaign_source: 'shared' })).filter((c) => c.campaign_source !== 'shared'),
      },
    ],
  });
  await check('campaigns.get', {
    sdk: [{ name: 'campaign.get', call: () => sdk.campaign.get(byHerald) }],
    herald: () => herald.campaigns.get(byHerald),
    part: ({ campaign }) => campaign,
  });
  // Only a campaign that failed may be changed, and each change submits it anew.
  const fail = async (id: string): Promise<void> => {
    await control('POST', `registrations/campaign/${id}`, { state: 'rejected', reason: 'the samples say too little' });
    await inState(context, id, 'FAILED');
  };
  await fail(bySdk);
  await fail(byHerald);
  await check('campaigns.update', {
    makes: true,
    sdk: [
      {
        name: 'campaign.update',
        call: () => {
          const { description, sample1, sample2, message_flow, help_message, ...c } = CHANGES;
          const samples = [sample1, sample2, undefined, undefined, undefined];
          const keywords = [c.optin_keywords, c.optin_message, c.optout_keywords, c.optout_message, c.help_keywords];
          return sdk.campaign.update(
            bySdk,
            undefined,
            description,
            ...samples,
            message_flow,
            help_message,
            ...keywords,
          );
        },
      },
    ],
    herald: () => herald.campaigns.update(byHerald, CHANGES),
    part: ({ campaign }) => campaign,
  });
  const third = await registeredCampaign(context, 'third');
  await check('campaigns.delete', {
    makes: true,
    sdk: [{ name: 'campaign.deleteCampaign', call: () => sdk.campaign.deleteCampaign(bySdk) }],
    herald: () => herald.campaigns.delete(byHerald),
    other: () => other.campaigns.delete(third),
  });
}
