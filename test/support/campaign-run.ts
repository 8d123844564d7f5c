import type { TestStack } from './stack';
import { waitFor } from './wait-for';

interface Campaign {
  readonly id: number;
  readonly state: string;
  readonly messages: number;
}

/** For the simulator: a message without a receipt is closed after a wait that no test should have. */
export const EVERY_RECEIPT = { delivered: 0.95, undelivered: 0.03, failed: 0.02, no_receipt: 0 };

/** A worker's variables: what nobody heard of is looked up at once and often, so that no test waits for it. */
export const SETTLE_SOON = {
  UNKNOWN_GRACE_SECONDS: '5',
  UNKNOWN_ROUND_SECONDS: '5',
  ACCOUNT_LOOKUPS_PER_MINUTE: '600',
};
/** The simulator's side of it. */
export const NO_LIST_LIMIT = { list_requests: null };

/** Numbers of three countries, valid for libphonenumber, in the form a spreadsheet would hold. */
function recipientsCsv(count: number): string {
  const digits = (index: number, width: number): string => String(index).padStart(width, '0');
  const forms = [
    (index: number) => `+4915123${digits(index, 6)}`,
    (index: number) => `+91987${digits(index, 7)}`,
    (index: number) => `+1212${digits(2_000_000 + index, 7)}`,
  ];
  const rows = Array.from({ length: count }, (_, index) => `Person ${index},${forms[index % 3]?.(index) ?? ''}`);
  return `name,phone\n${rows.join('\n')}\n`;
}

/** Imports `count` recipients and launches a campaign to them through the API, as a back end would. */
export async function launchCampaign({ api }: TestStack, count: number): Promise<number> {
  const list = (await api('POST', '/v1/lists', { name: 'everybody' })).json() as { id: number };
  const upload = await api('POST', `/v1/lists/${list.id}/imports`, recipientsCsv(count), {
    'content-type': 'text/csv',
  });
  if (upload.status !== 202) throw new Error(`import: ${upload.status} ${upload.text}`);
  const { id } = upload.json() as { id: number };
  await waitFor('the import to end', async () => {
    const found = (await api('GET', `/v1/imports/${id}`)).json() as { state: string; contacts: number };
    if (found.state === 'failed') throw new Error('the import failed');
    return found.state === 'completed' && found.contacts === count;
  });
  const campaign = await api('POST', '/v1/campaigns', {
    name: 'hard times',
    list_id: list.id,
    src: '18885550100',
    text: 'Twenty percent off until Sunday.',
  });
  if (campaign.status !== 201) throw new Error(`campaign: ${campaign.status} ${campaign.text}`);
  const { id: campaignId } = campaign.json() as { id: number };
  const launched = await api('POST', `/v1/campaigns/${campaignId}/launch`);
  if (launched.status >= 300) throw new Error(`launch: ${launched.status} ${launched.text}`);
  return campaignId;
}

export async function campaignOf({ api }: TestStack, id: number): Promise<Campaign> {
  return (await api('GET', `/v1/campaigns/${id}`)).json() as Campaign;
}

/** What a message is in one of the two ledgers, by number: how often it was sent and where it ended. */
type Ledger = ReadonlyMap<string, string>;

export interface Ledgers {
  /** Only messages that left, or may have left. */
  readonly herald: Ledger;
  readonly provider: Ledger;
}

const NEVER_LEFT = new Set(['planned', 'suppressed', 'refused', 'cancelled', 'abandoned']);

/** Both ledgers, read independently: Herald's by its export, the provider's by what it really accepted. */
export async function ledgersOf({ api, sim }: TestStack, id: number): Promise<Ledgers> {
  const [header = '', ...rows] = (await api('GET', `/v1/campaigns/${id}/messages.csv`)).text.trim().split(/\r?\n/);
  const columns = header.replace('\ufeff', '').split(',');
  const herald = new Map<string, string>();
  for (const row of rows) {
    const cells = row.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    if (!NEVER_LEFT.has(cell('state'))) herald.set(cell('phone').replace(/\D/g, ''), `1 × ${cell('state')}`);
  }
  const provider = new Map<string, string>();
  for (const line of (await sim('GET', '/_sim/ledger/destinations')).text.trim().split('\n')) {
    const { to, times, states } = JSON.parse(line) as { to: string; times: number; states: string[] };
    provider.set(to, `${times} × ${states.join(' ')}`);
  }
  return { herald, provider };
}
