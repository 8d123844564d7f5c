import { type NewPowerpack, type NumberPriority, type Powerpack, poolUuidOf } from '@herald/provider';

import { type Context, there } from '../context';

const PRIORITY = { priority1: 'longcode', priority2: 'tollfree', priority3: 'shortcode' } as const;
const COUNTRIES = ['US', 'CA'] as const;
const SERVICES = ['SMS', 'MMS'] as const;
const number_priority: readonly NumberPriority[] = COUNTRIES.flatMap((country_iso) =>
  SERVICES.map((service_type) => ({ country_iso, service_type, priority: PRIORITY })),
);

function newPowerpack(name: string): NewPowerpack {
  return { name, sticky_sender: true, local_connect: false, number_priority };
}

/** A Powerpack with an empty pool. */
export async function freshPowerpack({ herald }: Context, name: string): Promise<{ uuid: string; poolUuid: string }> {
  const made: Powerpack = await herald.powerpacks.create(newPowerpack(name));
  return { uuid: made.uuid, poolUuid: there(poolUuidOf(made), 'the pool’s uuid') };
}

export async function checkPowerpacks(context: Context): Promise<void> {
  const { check, sdk, herald } = context;
  const made: string[] = [];
  const keep = async (creation: Promise<unknown>): Promise<unknown> => {
    const created = (await creation) as { uuid: string };
    made.push(created.uuid);
    return created;
  };
  await check('powerpacks.create', {
    makes: true,
    sdk: [{ name: 'powerpacks.create', call: () => keep(sdk.powerpacks.create('by SDK', { ...newPowerpack('') })) }],
    herald: () => keep(herald.powerpacks.create(newPowerpack('by Herald'))),
  });
  const [bySdk = '', byHerald = ''] = made;
  const changes = { name: 'renamed', sticky_sender: false };
  const found = await sdk.powerpacks.get(byHerald);
  await check('powerpacks.update', {
    sdk: [
      { name: 'powerpacks.update', call: () => sdk.powerpacks.update(byHerald, { ...changes }) },
      { name: 'powerpack.update', call: () => found.update({ ...changes }) },
    ],
    herald: () => herald.powerpacks.update(byHerald, changes),
  });
  await check('powerpacks.get', {
    // The SDK puts an object of its own beside the answer's number_pool.
    sdk: [
      { name: 'powerpacks.get', call: async () => ({ ...(await sdk.powerpacks.get(byHerald)), number_pool: null }) },
    ],
    herald: () => herald.powerpacks.get(byHerald),
  });
  await check('powerpacks.list', {
    sdk: [
      {
        name: 'powerpacks.list',
        call: async () => {
          const list = (await sdk.powerpacks.list({ limit: 2, offset: 0 })) as object[];
          return list.map((each) => ({ ...each, number_pool: null }));
        },
      },
    ],
    herald: () => herald.powerpacks.list({ limit: 2, offset: 0 }),
  });
  await check('powerpacks.delete', {
    sdk: [{ name: 'powerpack.delete', call: async () => (await sdk.powerpacks.get(bySdk)).delete() }],
    herald: () => herald.powerpacks.delete(byHerald, { unrent_numbers: false }),
  });
}
