import type { Registration, RequestedKind } from './registration';

export const FEE_ITEMS = ['brand', 'secondary_vetting', 'campaign', 'campaign_update', 'campaign_month'] as const;
export type FeeItem = (typeof FEE_ITEMS)[number];

/** US dollars, two digits after the point. */
export type Fees = ReadonlyMap<FeeItem, { readonly amount: string; readonly source: string }>;

export interface CostItem {
  readonly item: FeeItem;
  readonly per: 'once' | 'month';
  /** null: not known; ask the provider, and put it into the fees. */
  readonly amount: string | null;
  readonly source: string | null;
}

export interface Cost {
  /** Of all that is known and paid once, in US dollars: `19.00`. What submitting has to accept. */
  readonly total: string;
  readonly items: readonly CostItem[];
}

const CENTS = 100;

/** What these steps cost before any of it is spent; no fee of an import is known of. */
export function costOf({ brand, campaign }: Registration, kinds: readonly RequestedKind[], fees: Fees): Cost {
  const items: CostItem[] = [];
  const add = (item: FeeItem, per: CostItem['per'] = 'once'): void => {
    const fee = fees.get(item);
    items.push({ item, per, amount: fee?.amount ?? null, source: fee?.source ?? null });
  };
  if (kinds.includes('brand')) {
    add('brand');
    const { brand_type: type, secondary_vetting: vetting } = brand.details;
    if (type === 'STANDARD' && vetting !== false) add('secondary_vetting');
  }
  if (kinds.includes('campaign') && !campaign.imported) {
    if (campaign.provider_id === null) {
      add('campaign');
      add('campaign_month', 'month');
    } else add('campaign_update');
  }
  const cents = items.filter(({ per }) => per === 'once').reduce((sum, { amount }) => sum + centsOf(amount ?? '0'), 0);
  return { total: (cents / CENTS).toFixed(2), items };
}

/** Whether an amount as a caller writes it is the one that was quoted. */
export function isAmount(given: string, quoted: string): boolean {
  return /^\d{1,8}(\.\d{1,2})?$/.test(given) && centsOf(given) === centsOf(quoted);
}

function centsOf(amount: string): number {
  return Math.round(Number(amount) * CENTS);
}
