import { parseTendlcWebhook, type TendlcCallback, type TendlcWebhook } from '@herald/provider';

import { NUMBERS } from '../context';
import { newBrand, registeredBrand } from '../operations/brands';
import { newCampaign, registeredCampaign } from '../operations/campaigns';
import { type KindCheck, type Method, METHODS } from './kind-check';

const REASON = 'not like this';

/** The names of the fields are published as pictures only: each method brings another spelling. */
const CASES = { POST: 'snake', GET: 'pascal' } as const;

/** Where and how the provider is to tell. */
function callback(check: KindCheck, method: Method): Required<TendlcCallback> {
  check.context.simulator.setOptions({ registration: { webhook_case: CASES[method] } });
  return { url: check.urlOf('tendlc'), method };
}

/** What the provider will say to whatever has this name, once. */
function refuse({ context }: KindCheck, name: string, state: 'rejected' | 'failed'): void {
  context.simulator.setOptions({ registration: { by_name: { [name]: { state, reason: REASON, times: 1 } } } });
}

/** Waits for each status of one thing, in turn. */
async function statuses(
  check: KindCheck,
  method: Method,
  expected: readonly string[],
  isIt: (webhook: TendlcWebhook) => boolean,
): Promise<void> {
  for (const status of expected) {
    const told = await check.expect(status, {
      door: 'tendlc',
      method,
      read: ({ form }) => {
        const webhook = parseTendlcWebhook(form);
        return webhook?.status === status && isIt(webhook) ? webhook : undefined;
      },
    });
    const isRefusal = status === 'rejected' || status === 'failed';
    if (told !== undefined && isRefusal && told.reason !== REASON) {
      check.problem(`${status} by ${method} tells ${told.reason === undefined ? 'no' : 'another'} reason`);
    }
  }
}

export async function checkBrandWebhooks(check: KindCheck): Promise<void> {
  const { context } = check;
  for (const method of METHODS) {
    const input = { ...(await newBrand(context, `told by ${method}`)), ...callback(check, method) };
    const { brand_id: id } = await context.herald.brands.create(input);
    await statuses(check, method, ['created', 'registered'], (it) => it.kind === 'brand' && it.brandId === id);
    const alias = `brand refused by ${method}`;
    refuse(check, alias, 'rejected');
    const refused = { ...(await newBrand(context, alias)), ...callback(check, method) };
    const { brand_id: other } = await context.herald.brands.create(refused);
    await statuses(check, method, ['rejected'], (it) => it.kind === 'brand' && it.brandId === other);
  }
}

export async function checkCampaignWebhooks(check: KindCheck): Promise<void> {
  const { context } = check;
  const brandId = await registeredBrand(context, 'campaigns are told of');
  for (const method of METHODS) {
    const create = async (alias: string): Promise<string> => {
      const input = { ...newCampaign(brandId, alias), ...callback(check, method) };
      return (await context.herald.campaigns.create(input)).campaign_id;
    };
    const id = await create(`told by ${method}`);
    await statuses(check, method, ['created', 'registered'], (it) => it.kind === 'campaign' && it.campaignId === id);
    refuse(check, `campaign refused by ${method}`, 'rejected');
    const other = await create(`campaign refused by ${method}`);
    await statuses(check, method, ['rejected'], (it) => it.kind === 'campaign' && it.campaignId === other);
  }
}

/** Linked and unlinked, and the same refused. */
export async function checkLinkWebhooks(check: KindCheck): Promise<void> {
  const { context, kind } = check;
  const { links } = context.herald;
  const wanted = kind === 'number linking' ? 'number_linking' : 'number_unlinking';
  const campaignId = await registeredCampaign(context, `${kind} is told of`);
  const numbers = [...(wanted === 'number_linking' ? NUMBERS.toLink : NUMBERS.toUnlink)];
  const isOf =
    (number: string) =>
    (it: TendlcWebhook): boolean =>
      it.kind === wanted && it.campaignId === campaignId && it.numbers.join() === number;
  for (const method of METHODS) {
    const how = callback(check, method);
    const [first = '', second = ''] = numbers.splice(0, 2);
    const linked = async (number: string): Promise<void> => {
      await links.link(campaignId, { numbers: [number], ...how });
      await context.settled(
        `the link of ${number}`,
        async () => (await links.get(campaignId, number))?.status === 'COMPLETED',
      );
    };
    if (wanted === 'number_linking') {
      await linked(first);
      await statuses(check, method, ['created', 'success'], isOf(first));
      refuse(check, second, 'failed');
      await links.link(campaignId, { numbers: [second], ...how });
      await statuses(check, method, ['failed'], isOf(second));
    } else {
      await linked(first);
      await linked(second);
      await links.unlink(campaignId, first, how);
      await statuses(check, method, ['created', 'success'], isOf(first));
      refuse(check, second, 'failed');
      await links.unlink(campaignId, second, how);
      await statuses(check, method, ['failed'], isOf(second));
    }
  }
}
