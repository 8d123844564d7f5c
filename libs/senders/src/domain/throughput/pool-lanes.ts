import {
  campaignRate,
  type DerivedLane,
  type Holdings,
  type KnownSender,
  perSecond,
  type RateTable,
} from './throughput';

const MINUTE_MS = 60_000;
/** Three decimals: a lane's amount is for people to read as well. */
const PRECISION = 1_000;

type Powerpack = Holdings['powerpacks'][number];

/**
 * A pool sends as fast as its numbers do together, each by its own queue; long codes of one brand no faster than the brand. Numbers
 * that may not send somewhere count nothing there. Where none may, there is no lane: the type's own row keeps to the slowest.
 */
export function poolLanes({ uuid, members }: Powerpack, holdings: Holdings, table: RateTable): DerivedLane[] {
  const typeRate = (key: string, channel: 'sms' | 'mms'): number => {
    const rate = table('sender_type', key, channel);
    return rate === undefined ? 0 : perSecond(rate);
  };
  const of = (type: KnownSender['type']): KnownSender[] => members.filter((member) => member.type === type);
  const [longCodes, tollFree] = [of('number'), of('toll_free').filter(({ verified }) => verified)];
  const shortCodes = (country: string): KnownSender[] => of('short_code').filter((each) => each.country === country);
  const able = (senders: readonly KnownSender[]): number => senders.filter(({ mms }) => mms).length;
  const registered = registeredRate(longCodes, holdings, table);
  const us = registered.perSecond + tollFree.length * typeRate('toll_free', 'sms');
  const canada = longCodes.length * typeRate('long_code/CA', 'sms') + tollFree.length * typeRate('toll_free', 'sms');
  const usMms =
    able(registered.senders) * typeRate('long_code/US', 'mms') + able(tollFree) * typeRate('toll_free', 'mms');
  const lanes = [
    lane(`${uuid}/US`, 'sms', us + shortCodes('US').length * typeRate('short_code', 'sms'), registered.brand),
    lane(`${uuid}/CA`, 'sms', canada + shortCodes('CA').length * typeRate('short_code/CA', 'sms'), null),
    lane(uuid, 'sms', longCodes.length * typeRate('long_code', 'sms'), null),
    lane(`${uuid}/US`, 'mms', usMms, registered.brand),
  ];
  const source = sourceOf(longCodes, registered.senders, tollFree, of('short_code'));
  return lanes.filter(({ amount }) => amount > 0).map((each) => ({ ...each, source }));
}

function lane(key: string, channel: 'sms' | 'mms', rate: number, brand: string | null): Omit<DerivedLane, 'source'> {
  const amount = Math.round(rate * 60 * PRECISION) / PRECISION;
  return { kind: 'sender', key, channel, amount, windowMs: MINUTE_MS, brand };
}

interface Registered {
  readonly senders: readonly KnownSender[];
  readonly perSecond: number;
  /** When all of them are of one: its own lanes count as well. */
  readonly brand: string | null;
}

function registeredRate(longCodes: readonly KnownSender[], holdings: Holdings, table: RateTable): Registered {
  const senders = longCodes.filter(({ tendlcCampaign }) => tendlcCampaign !== null);
  const names = new Set(senders.map(({ tendlcCampaign }) => tendlcCampaign));
  const byBrand = new Map<string, number>();
  // Numbers of one 10DLC campaign share what it may send; its brand may send what the best of its campaigns may.
  for (const campaign of holdings.campaigns.filter(({ tendlcCampaign }) => names.has(tendlcCampaign))) {
    const brand = holdings.brands.find((each) => each.brand === campaign.brand);
    const rate = campaignRate(campaign, brand, table);
    if (rate === undefined) continue;
    byBrand.set(campaign.brand, Math.max(byBrand.get(campaign.brand) ?? 0, perSecond(rate)));
  }
  const brands = [...byBrand.keys()];
  return {
    senders,
    perSecond: [...byBrand.values()].reduce((sum, each) => sum + each, 0),
    brand: brands.length === 1 ? (brands[0] ?? null) : null,
  };
}

function sourceOf(
  longCodes: readonly KnownSender[],
  registered: readonly KnownSender[],
  tollFree: readonly KnownSender[],
  shortCodes: readonly KnownSender[],
): string {
  return (
    `its pool: ${longCodes.length} long codes (${registered.length} registered for the United States), ` +
    `${tollFree.length} verified toll-free, ${shortCodes.length} short codes`
  );
}
