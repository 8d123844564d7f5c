import { sleep } from '@herald/kernel';

import { waitFor } from '../../support/wait-for';
import { type BenchStack, type Lane, NUMBERS } from './bench-stack';
import type { Registered } from './senders';

const TEXT = 'Herald bench: 20% off until Sunday. Reply STOP to opt out.';
const FIRST_PHONE = 12_125_000_000;
const PHONES_EACH = 100_000;
const IMPORT_MS = 120_000;

/** A sender at its limit. */
export interface Case {
  readonly name: string;
  readonly sender: { readonly src: string } | { readonly powerpack_uuid: string };
  readonly channel: 'sms' | 'mms';
  /** The lane that Herald derived for it. */
  readonly lane: Lane;
  /** As the provider allows it, in its own words. */
  readonly provider: { readonly units: number; readonly windowMs: number };
  /** How many campaigns share the list: each destination gets a message of each. */
  readonly campaigns: number;
}

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** The published figures, by hand: neither Herald's nor the simulator's tables are asked what is right. */
export async function casesOf(stack: BenchStack, { powerpack }: Registered): Promise<Case[]> {
  const number = async (name: string, src: string, units: number, windowMs: number): Promise<Case> => {
    const key = src === NUMBERS.tollFree ? src : `${src}/US`;
    const lane = await stack.lane('sender', key);
    return { name, sender: { src }, channel: 'sms', lane, provider: { units, windowMs }, campaigns: 1 };
  };
  return [
    await number('10DLC, vetting score 80', NUMBERS.top, 4_500, MINUTE_MS),
    await number('10DLC, vetting score 60', NUMBERS.middle, 2_400, MINUTE_MS),
    await number('10DLC, vetting score 30', NUMBERS.low, 240, MINUTE_MS),
    await number('10DLC, low volume', NUMBERS.lowVolume, 75, MINUTE_MS),
    await number('toll-free', NUMBERS.tollFree, 25, SECOND_MS),
    await number('short code', NUMBERS.shortCode, 100, SECOND_MS),
    {
      name: 'Powerpack of three 10DLC numbers, sticky sender',
      sender: { powerpack_uuid: powerpack },
      channel: 'sms',
      lane: await stack.lane('sender', `${powerpack}/US`),
      provider: { units: 4_500, windowMs: MINUTE_MS },
      campaigns: 2,
    },
    {
      name: 'toll-free, MMS',
      sender: { src: NUMBERS.tollFreeMms },
      channel: 'mms',
      lane: await stack.lane('sender', NUMBERS.tollFreeMms, 'mms'),
      provider: { units: 2, windowMs: SECOND_MS },
      campaigns: 1,
    },
  ];
}

/** Uploads lists and makes campaigns, `seconds` long each at the rate that is allowed. @returns their ids, not launched yet */
export class Blasts {
  private lists = 0;

  constructor(
    private readonly stack: BenchStack,
    private readonly backlogS: number,
  ) {}

  async draft({ name, sender, channel, provider, campaigns }: Case, seconds: number): Promise<number[]> {
    const messages = Math.ceil((provider.units * seconds * 1_000) / provider.windowMs / campaigns);
    const media = channel === 'mms' ? { content: { media: ['https://example.com/spring.jpg'] } } : {};
    const list = await this.list(messages);
    const ids: number[] = [];
    for (let each = 0; each < campaigns; each += 1) {
      ids.push(await this.campaign({ name, list_id: list, type: channel, ...sender, ...media }));
    }
    return ids;
  }

  async campaign(content: object): Promise<number> {
    const body = { text: TEXT, max_backlog_seconds: this.backlogS, ...content };
    return (await this.stack.post<{ id: number }>('/v1/campaigns', body)).id;
  }

  async launch(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      await this.stack.post(`/v1/campaigns/${id}/launch`, { accept_forecast: true });
      await sleep(50);
    }
  }

  /** @returns its id, when every phone is in it */
  async list(phones: number): Promise<number> {
    const first = FIRST_PHONE + this.lists * PHONES_EACH;
    this.lists += 1;
    const { id } = await this.stack.post<{ id: number }>('/v1/lists', { name: `bench ${this.lists}` });
    const rows = Array.from({ length: phones }, (_, each) => `+${first + each}`);
    const upload = await this.stack.api.json<{ id: number }>('POST', `/v1/lists/${id}/imports`, {
      body: new Blob([`phone\n${rows.join('\n')}\n`]).stream(),
      headers: { 'content-type': 'text/csv' },
    });
    await waitFor(
      'the import',
      async () => (await this.stack.get<{ state: string }>(`/v1/imports/${upload.id}`)).state === 'completed',
      IMPORT_MS,
    );
    return id;
  }
}
