import { parseTendlcWebhook, type TendlcCallback, type TendlcWebhook } from '@herald/provider';

import { NUMBERS } from '../context';
import { newBrand, registeredBrand } from '../operations/brands';
import { newCampaign, registeredCampaign } from '../operations/campaigns';
import { type KindCheck, type Method, METHODS } from './kind-check';

const REASON = 'not like this';

/** Where and how the provider is to tell. */
function callback(check: KindCheck, method: Method): Required<TendlcCallback> {
  return { url: check.urlOf('tendlc'), method };
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
    const refused = { ...(await newBrand(context, `refused by ${method}`)), ...callback(check, method) };
    const { brand_id: other } = await context.herald.brands.create(refused);
    await context.control('POST', `registrations/brand/${other}`, { state: 'rejected', reason: REASON });
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
    const other = await create(`refused by ${method}`);
    await context.control('POST', `registrations/campaign/${other}`, { state: 'rejected', reason: REASON });
    await statuses(check, method, ['rejected'], (it) => it.kind === 'campaign' && it.campaignId === other);
  }
}

/** Linked and unlinked, and the same refused. */
export async function checkLinkWebhooks(check: KindCheck): Promise<void> {
  const { context, kind } = check;
  const { links } = context.herald;
  const wanted = kind === 'number linking' ? 'number_linking' : 'number_unlinking';
  const campaignId = await registeredCampaign(context, `${kind} is told of`);
  const [, , first, second] = NUMBERS.longCodes;
  const isOf =
    (number: string) =>
    (it: TendlcWebhook): boolean =>
      it.kind === wanted && it.campaignId === campaignId && it.numbers.join() === number;
  for (const method of METHODS) {
    const how = callback(check, method);
    const linked = async (number: string): Promise<void> => {
      await links.link(campaignId, { numbers: [number], ...how });
      await context.settled(
        `the link of ${number}`,
        async () => (await links.get(campaignId, number))?.status === 'COMPLETED',
      );
    };
    const refuse = (number: string): Promise<unknown> =>
      context.control('POST', `registrations/number/${number}`, { state: 'failed', reason: REASON });
    if (wanted === 'number_linking') {
      await linked(first);
      await statuses(check, method, ['created', 'success'], isOf(first));
      await links.link(campaignId, { numbers: [second], ...how });
      await refuse(second);
      await statuses(check, method, ['failed'], isOf(second));
    } else {
      await linked(first);
      await linked(second);
      await links.unlink(campaignId, first, how);
      await statuses(check, method, ['created', 'success'], isOf(first));
      await links.unlink(campaignId, second, how);
      await refuse(second);
      await statuses(check, method, ['failed'], isOf(second));
    }
  }
}
