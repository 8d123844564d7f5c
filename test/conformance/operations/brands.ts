import { type Brand, type BrandFilter, type NewBrand } from '@herald/provider';

import { type Context } from '../context';
import { probe } from '../filter-check';
import { newProfile } from './profiles';

export async function newBrand({ herald }: Context, alias: string): Promise<NewBrand> {
  const { profile_uuid } = await herald.profiles.create(newProfile(alias));
  return { brand_alias: alias, profile_uuid, brand_type: 'STANDARD', secondary_vetting: true };
}

/** A brand that can have campaigns. */
export async function registeredBrand(context: Context, alias: string): Promise<string> {
  const { brand_id } = await context.herald.brands.create(await newBrand(context, alias));
  await registered(context, brand_id);
  return brand_id;
}

async function registered({ herald, settled }: Context, brandId: string): Promise<void> {
  await settled('the brand to be registered', async () => {
    const brand = await herald.brands.get(brandId);
    return brand?.registration_status === 'COMPLETED' && brand.vetting_score !== undefined;
  });
}

export async function checkBrands(context: Context): Promise<void> {
  const { check, sdk, herald, other } = context;
  const made: string[] = [];
  const keep = async (creation: Promise<unknown>): Promise<unknown> => {
    const created = (await creation) as { brand_id: string };
    made.push(created.brand_id);
    return created;
  };
  const [one, two] = [await newBrand(context, 'one'), await newBrand(context, 'two')];
  await check('brands.create', {
    makes: true,
    sdk: [
      {
        name: 'brand.create',
        call: () => keep(sdk.brand.create('one', one.profile_uuid, 'STANDARD', true)),
      },
    ],
    herald: () => keep(herald.brands.create(two)),
  });
  const [bySdk = '', byHerald = ''] = made;
  for (const brand of made) await registered(context, brand);
  const list = async (filter: BrandFilter): Promise<readonly Brand[]> => (await herald.brands.list(filter)).brands;
  const query = { limit: 5, type: 'STANDARD', registration_status: 'COMPLETED' } as const;
  await check('brands.list', {
    sdk: [{ name: 'brand.list', call: () => sdk.brand.list({ ...query }) }],
    herald: () => herald.brands.list(query),
    filters: [
      probe(
        'registration_status',
        (v) => list({ registration_status: v }),
        ['COMPLETED', 'FAILED'],
        (b) => b.registration_status === 'COMPLETED',
      ),
      probe(
        'type',
        (v) => list({ type: v }),
        ['STANDARD', 'STARTER'],
        (b) => b.brand_type === 'STANDARD',
      ),
    ],
  });
  await check('brands.get', {
    sdk: [{ name: 'brand.get', call: () => sdk.brand.get(byHerald) }],
    herald: () => herald.brands.get(byHerald),
    other: () => other.brands.get(byHerald),
    part: ({ brand }) => brand,
  });
  await check('brands.useCases', {
    sdk: [{ name: 'brand.get_usecases', call: () => sdk.brand.get_usecases(byHerald) }],
    herald: () => herald.brands.useCases(byHerald),
    other: () => other.brands.useCases(byHerald),
  });
  const third = await registeredBrand(context, 'three');
  await check('brands.delete', {
    makes: true,
    sdk: [{ name: 'brand.deleteBrand', call: () => sdk.brand.deleteBrand(bySdk) }],
    herald: () => herald.brands.delete(byHerald),
    other: () => other.brands.delete(third),
  });
}
