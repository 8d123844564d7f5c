import { poolLanes } from './pool-lanes';
import {
  campaignRate,
  capTier,
  type DerivedLane,
  type Holdings,
  type KnownSender,
  perSecond,
  type Rate,
  type RateTable,
  type RegisteredBrand,
} from './throughput';

const DAY_MS = 86_400_000;

/** Every lane that follows from what is registered. The same holdings give the same lanes: nothing is remembered. */
export function deriveLanes(holdings: Holdings, table: RateTable): DerivedLane[] {
  return [
    ...holdings.brands.flatMap((brand) => brandLanes(brand, holdings, table)),
    ...holdings.senders.flatMap((sender) => senderLanes(sender, holdings, table)),
    ...holdings.powerpacks.flatMap((powerpack) => poolLanes(powerpack, holdings, table)),
  ];
}

/** What a brand may send a minute is the most that one of its 10DLC campaigns may; what it may a day is T-Mobile's tier of it. */
function brandLanes(brand: RegisteredBrand, { campaigns }: Holdings, table: RateTable): DerivedLane[] {
  const own = campaigns.filter((campaign) => campaign.brand === brand.brand);
  const rates = own.flatMap((campaign) => campaignRate(campaign, brand, table) ?? []);
  const [best] = rates.sort((a, b) => perSecond(b) - perSecond(a));
  if (best === undefined) return [];
  const { amount, windowMs, source } = best;
  const tier = own.map(({ terms }) => terms.brandTier).find((each) => each !== null) ?? null;
  const capRow = capTier(tier, brand.vettingScore);
  const cap = table('daily_cap', capRow, 'sms');
  const reason =
    tier === null ? `vetting score ${brand.vettingScore ?? 'unknown'}` : `mno_metadata, brand_tier ${tier}`;
  const key = brand.brand;
  return [
    { kind: 'brand', key, channel: 'sms', amount, windowMs, brand: null, source },
    ...(cap === undefined
      ? []
      : [
          {
            kind: 'daily_cap' as const,
            key,
            channel: 'any' as const,
            amount: cap.amount,
            windowMs: DAY_MS,
            brand: null,
            source: `T-Mobile's daily cap, taken for all of the United States (${reason}): lane daily_cap ${capRow}`,
          },
        ]),
  ];
}

function senderLanes(sender: KnownSender, holdings: Holdings, table: RateTable): DerivedLane[] {
  switch (sender.type) {
    case 'number':
      return numberLanes(sender, holdings, table);
    case 'toll_free':
      return sender.verified ? typeLanes(sender, 'toll_free', sender.sender, table, 'verified toll-free number') : [];
    case 'short_code': {
      const { country } = sender;
      if (country === null) return [];
      // Only some countries have a row of their own; for the others the type's counts, as it does for a send.
      const there = `short_code/${country}`;
      const type = table('sender_type', there, 'sms') === undefined ? 'short_code' : there;
      return typeLanes(sender, type, `${sender.sender}/${country}`, table, 'short code');
    }
    case 'alphanumeric':
    case 'powerpack':
    case 'whatsapp':
      return [];
  }
}

function numberLanes({ sender, tendlcCampaign }: KnownSender, holdings: Holdings, table: RateTable): DerivedLane[] {
  const campaign = holdings.campaigns.find((each) => each.tendlcCampaign === tendlcCampaign);
  if (campaign === undefined) return [];
  const brand = holdings.brands.find((each) => each.brand === campaign.brand);
  const rate = campaignRate(campaign, brand, table);
  if (rate === undefined) return [];
  return [{ kind: 'sender', key: `${sender}/US`, channel: 'sms', ...rate, brand: campaign.brand }];
}

function typeLanes({ mms }: KnownSender, type: string, key: string, table: RateTable, what: string): DerivedLane[] {
  const lane = (channel: 'sms' | 'mms', { amount, windowMs }: Rate): DerivedLane => {
    return { kind: 'sender', key, channel, amount, windowMs, brand: null, source: `${what}: lane sender_type ${type}` };
  };
  const sms = table('sender_type', type, 'sms');
  const multimedia = mms ? table('sender_type', type, 'mms') : undefined;
  return [
    ...(sms === undefined ? [] : [lane('sms', sms)]),
    ...(multimedia === undefined ? [] : [lane('mms', multimedia)]),
  ];
}
