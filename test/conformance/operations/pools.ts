import { type PoolNumber, type PoolNumberFilter } from '@herald/provider';

import { type Context, NUMBERS } from '../context';
import { probe } from '../filter-check';
import { freshPowerpack } from './powerpacks';

const DOUBLE_SLASH = 'asks for Number// with two slashes, which the reference does not have';

export async function checkPoolNumbers(context: Context): Promise<void> {
  const { check, sdk, herald, other } = context;
  const { uuid, poolUuid } = await freshPowerpack(context, 'numbers');
  const powerpack = await sdk.powerpacks.get(uuid);
  const { numbers } = powerpack.number_pool;
  const [first, second, third] = NUMBERS.longCodes;
  await check('poolNumbers.add', {
    makes: true,
    sdk: [
      { name: 'powerpack.add_number', call: () => powerpack.add_number(first, 'mms') },
      { name: 'number_pool.numbers.add', call: () => numbers.add(second, 'mms') },
    ],
    herald: () => herald.pools.addNumber(poolUuid, third, { service: 'mms' }),
  });
  await check('poolNumbers.get', {
    sdk: [
      { name: 'powerpack.find_number', call: () => powerpack.find_number(first) },
      { name: 'number_pool.numbers.find', call: () => numbers.find(first) },
    ],
    herald: () => herald.pools.getNumber(poolUuid, first),
    other: () => other.pools.getNumber(poolUuid, first),
  });
  const list = async (filter: PoolNumberFilter): Promise<readonly PoolNumber[]> =>
    (await herald.pools.listNumbers(poolUuid, filter)).objects;
  const query = { type: 'fixed', country_iso2: 'US', starts_with: '415', service: 'mms', limit: 5 } as const;
  await check('poolNumbers.list', {
    sdk: [
      { name: 'powerpack.list_numbers', call: () => powerpack.list_numbers({ ...query }) },
      {
        name: 'powerpack.count_numbers',
        call: async () => ({ meta: { total_count: await powerpack.count_numbers({ ...query }) } }),
      },
    ],
    unusable: ['list', 'count'].map((name) => ({ name: `number_pool.numbers.${name}`, reason: DOUBLE_SLASH })),
    herald: () => herald.pools.listNumbers(poolUuid, query),
    filters: [
      probe(
        'type',
        (type) => list({ type }),
        ['fixed', 'mobile'],
        (n) => n.type === 'fixed',
      ),
      probe(
        'service',
        (service) => list({ service }),
        ['mms', 'sms'],
        (n) => n.service === 'mms',
      ),
      probe(
        'country_iso2',
        (country_iso2) => list({ country_iso2 }),
        ['US', 'CA'],
        (n) => n.country_iso2 === 'US',
      ),
      probe(
        'starts_with',
        (starts_with) => list({ starts_with, country_iso2: 'US' }),
        ['415,212', '212,303'],
        (n) => n.number.startsWith('1415'),
      ),
    ],
  });
  await check('poolNumbers.remove', {
    sdk: [
      { name: 'powerpack.remove_number', call: () => powerpack.remove_number(first, false) },
      { name: 'number_pool.numbers.remove', call: () => numbers.remove(second, false) },
    ],
    herald: () => herald.pools.removeNumber(poolUuid, third, { unrent: false }),
  });
}

export async function checkPoolShortcodes(context: Context): Promise<void> {
  const { check, sdk, herald, control } = context;
  const { uuid, poolUuid } = await freshPowerpack(context, 'short codes');
  const powerpack = await sdk.powerpacks.get(uuid);
  const { shortcodes } = powerpack.number_pool;
  const code = NUMBERS.shortCode;
  // No operation adds one: the provider does, on request.
  const add = (): Promise<unknown> => control('POST', `powerpacks/${uuid}/shortcodes`, { shortcode: code });
  await add();
  await check('poolShortcodes.get', {
    sdk: [
      {
        name: 'powerpack.find_shortcode',
        call: () => powerpack.find_shortcode(code),
        broken: 'reads shortCode where the answer has shortcode',
      },
      { name: 'number_pool.shortcodes.find', call: () => shortcodes.find(code) },
    ],
    herald: () => herald.pools.getShortcode(poolUuid, code),
  });
  await check('poolShortcodes.list', {
    sdk: [
      { name: 'powerpack.list_shortcodes', call: () => powerpack.list_shortcodes({ limit: 5 }) },
      { name: 'number_pool.shortcodes.list', call: () => shortcodes.list({ limit: 5 }) },
    ],
    herald: () => herald.pools.listShortcodes(poolUuid, { limit: 5 }),
  });
  const again = async (removal: () => Promise<unknown>): Promise<unknown> => {
    const answer = await removal();
    await add();
    return answer;
  };
  await check('poolShortcodes.remove', {
    sdk: [
      { name: 'powerpack.remove_shortcode', call: () => again(() => powerpack.remove_shortcode(code)) },
      { name: 'number_pool.shortcodes.remove', call: () => again(() => shortcodes.remove(code)) },
    ],
    herald: () => herald.pools.removeShortcode(poolUuid, code),
  });
}

export async function checkPoolTollfree(context: Context): Promise<void> {
  const { check, sdk, herald } = context;
  const { uuid, poolUuid } = await freshPowerpack(context, 'toll-free');
  const powerpack = await sdk.powerpacks.get(uuid);
  const { tollfree } = powerpack.number_pool;
  const [number] = NUMBERS.tollfree;
  const remove = (): Promise<unknown> => herald.pools.removeTollfree(poolUuid, number);
  const once = async (add: () => Promise<unknown>): Promise<unknown> => {
    const answer = await add();
    await remove();
    return answer;
  };
  await check('poolTollfree.add', {
    makes: true,
    sdk: [
      { name: 'powerpack.add_tollfree', call: () => once(() => powerpack.add_tollfree(number)) },
      { name: 'number_pool.tollfree.add', call: () => once(() => tollfree.add(number)) },
    ],
    herald: () => herald.pools.addTollfree(poolUuid, number),
  });
  await check('poolTollfree.get', {
    sdk: [
      { name: 'powerpack.find_tollfree', call: () => powerpack.find_tollfree(number) },
      { name: 'number_pool.tollfree.find', call: () => tollfree.find(number) },
    ],
    herald: () => herald.pools.getTollfree(poolUuid, number),
  });
  await check('poolTollfree.list', {
    sdk: [
      { name: 'powerpack.list_tollfree', call: () => powerpack.list_tollfree({}) },
      { name: 'number_pool.tollfree.list', call: () => tollfree.list({}) },
    ],
    herald: () => herald.pools.listTollfree(poolUuid),
  });
  const again = async (removal: () => Promise<unknown>): Promise<unknown> => {
    const answer = await removal();
    await herald.pools.addTollfree(poolUuid, number);
    return answer;
  };
  await check('poolTollfree.remove', {
    sdk: [
      { name: 'powerpack.remove_tollfree', call: () => again(() => powerpack.remove_tollfree(number, false)) },
      { name: 'number_pool.tollfree.remove', call: () => again(() => tollfree.remove(number, false)) },
    ],
    herald: remove,
  });
}
