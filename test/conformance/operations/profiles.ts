import { type NewProfile, type Profile, type ProfileFilter } from '@herald/provider';

import { type Context } from '../context';
import { probe } from '../filter-check';

const ADDRESS = { street: '660 Broadway', city: 'New York City', state: 'NY', postal_code: '10001', country: 'US' };
const CONTACT = {
  first_name: 'John',
  last_name: 'Doe',
  email: 'john@example.com',
  phone: '12125551234',
  title: 'Mr',
  seniority: 'CEO',
} as const;

/** Every field that the reference knows. */
export function newProfile(alias: string): NewProfile {
  return {
    profile_alias: alias,
    customer_type: 'DIRECT',
    entity_type: 'PUBLIC',
    company_name: `${alias} Inc.`,
    vertical: 'ENTERTAINMENT',
    ein: '122321231',
    ein_issuing_country: 'US',
    address: ADDRESS,
    authorized_contact: CONTACT,
    stock_symbol: 'HIBYE',
    stock_exchange: 'NYSE',
    alt_business_id: 'ABC',
    alt_business_id_type: 'DUNS',
    website: 'https://hibye.example',
  };
}

export async function checkProfiles({ check, sdk, herald }: Context): Promise<void> {
  const made: string[] = [];
  const keep = async (creation: Promise<unknown>): Promise<unknown> => {
    const created = (await creation) as { profileUuid?: string; profile_uuid?: string };
    made.push(created.profileUuid ?? created.profile_uuid ?? '');
    return created;
  };
  const input = newProfile('Conformance');
  await check('profiles.create', {
    makes: true,
    sdk: [
      {
        // It has no parameter for alt_business_id.
        name: 'profile.create',
        call: () =>
          keep(
            sdk.profile.create(
              input.profile_alias,
              undefined,
              input.customer_type,
              input.entity_type,
              input.company_name,
              input.ein,
              input.vertical,
              input.ein_issuing_country,
              input.stock_symbol,
              input.stock_exchange,
              undefined,
              input.website,
              input.address,
              input.authorized_contact,
            ),
          ),
      },
    ],
    herald: () => keep(herald.profiles.create(input)),
  });
  const [bySdk = '', byHerald = ''] = made;
  const list = async (filter: ProfileFilter): Promise<readonly Profile[]> =>
    (await herald.profiles.list(filter)).profiles;
  await check('profiles.list', {
    sdk: [{ name: 'profile.list', call: () => sdk.profile.list({ limit: 5, type: 'SECONDARY' }) }],
    herald: () => herald.profiles.list({ limit: 5, type: 'SECONDARY' }),
    absent: ['profiles[].plivo_subaccount'],
    filters: [
      probe(
        'entity_type',
        (v) => list({ entity_type: v }),
        ['PUBLIC', 'GOVERNMENT'],
        (p) => p.entity_type === 'PUBLIC',
      ),
      probe(
        'vertical',
        (v) => list({ vertical: v }),
        ['ENTERTAINMENT', 'POSTAL'],
        (p) => p.vertical === 'ENTERTAINMENT',
      ),
      // The account's primary profile is there from the start: none of it is a secondary one.
      {
        name: 'type',
        some: () => list({ type: 'SECONDARY' }),
        fits: (p: Profile) => p.profile_type === 'SECONDARY',
        none: async () => (await list({ type: 'PRIMARY' })).filter((p) => p.profile_type !== 'PRIMARY'),
      },
    ],
  });
  await check('profiles.get', {
    sdk: [{ name: 'profile.get', call: () => sdk.profile.get(byHerald) }],
    herald: () => herald.profiles.get(byHerald),
    part: ({ profile }) => profile,
    absent: ['profile.plivo_subaccount'],
  });
  const changes = { company_name: 'Other Inc.', vertical: 'ENERGY', website: 'https://other.example' } as const;
  await check('profiles.update', {
    sdk: [{ name: 'profile.update', call: () => sdk.profile.update(byHerald, { ...changes }) }],
    herald: () => herald.profiles.update(byHerald, changes),
    part: ({ profile }) => profile,
    absent: ['profile.plivo_subaccount'],
  });
  await check('profiles.delete', {
    sdk: [{ name: 'profile.delete', call: () => sdk.profile.delete(bySdk) }],
    herald: () => herald.profiles.delete(byHerald),
  });
}
