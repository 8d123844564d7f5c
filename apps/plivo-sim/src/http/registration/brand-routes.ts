import { isoMicros } from '../../registration/dates';
import { readHook } from '../../registration/hook';
import { OBJECT_STATUS } from '../../registration/machine';
import { type Brand, type Profile } from '../../registration/records';
import { BRAND_TYPES, usecasesOf } from '../../registration/values';
import { type World } from '../../world';
import { ApiFault } from '../api-fault';
import { allowedValue, Fields } from '../fields';
import { pageOf } from '../paging';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from '../resource-router';
import { sees, visible } from './visible';

const STATUSES = ['FAILED', 'PROCESSING', 'COMPLETED'] as const;
const ALIVE = ['created', 'registered'];

function shown(brand: Brand): Record<string, unknown> {
  const { details, vettingScore: score } = brand;
  const { address, authorized_contact, company_name, ein, ein_issuing_country, entity_type, vertical, website } =
    details;
  return {
    brand_alias: brand.alias,
    brand_id: brand.id,
    brand_type: brand.type,
    ...{ company_name, ein, ein_issuing_country, entity_type },
    profile_uuid: brand.profileUuid,
    registration_status: OBJECT_STATUS[brand.state],
    vertical,
    vetting_score: score,
    vetting_status: score === null ? null : 'ACTIVE',
    website,
    address,
    authorized_contact,
    created_at: isoMicros(brand.createdAt),
  };
}

/** A profile makes one brand; of a rejected one the options say whether it counts. */
function unusedProfile(uuid: string, call: ResourceCall, world: World): Profile {
  const { registry, settings } = world;
  const profile = registry.profiles.get(uuid);
  if (profile === undefined || !sees(call, profile.authId, world)) {
    throw new ApiFault(400, 'profile_uuid is not a profile of this account');
  }
  const { profile_of_rejected_brand: rejected } = settings.current.registration;
  const used = [...registry.brands.values()].some(
    (brand) => brand.profileUuid === uuid && (rejected === 'used' || brand.state !== 'rejected'),
  );
  if (used) throw new ApiFault(400, 'profile_uuid has already been used to create another brand');
  return profile;
}

function create(call: ResourceCall, world: World): ResourceReply {
  const { registry, settings } = world;
  const fields = new Fields(call.body.fields);
  const uuid = fields.required('profile_uuid');
  const alias = fields.required('brand_alias');
  const type = fields.oneOf('brand_type', BRAND_TYPES) ?? 'STARTER';
  const secondaryVetting = fields.flag('secondary_vetting') ?? true;
  const hook = readHook(fields);
  const profile = unusedProfile(uuid, call, world);
  if (type === 'STANDARD' && profile.details.ein === '') {
    throw new ApiFault(400, 'brand_type STANDARD is not allowed for profiles not containing an EIN');
  }
  if (type === 'STARTER' && settings.current.registration.starter_brands === 'refuse') {
    throw new ApiFault(400, 'brand_type STARTER is not supported at the moment');
  }
  const brand: Brand = {
    ...{ kind: 'brand', id: registry.ids.short('B'), authId: call.account, state: 'created', reason: null, hook },
    ...{ createdAt: call.now, changedAt: call.now, alias, type, profileUuid: uuid, vettingScore: null },
    details: structuredClone(profile.details),
    secondaryVetting: type === 'STANDARD' && secondaryVetting,
  };
  registry.brands.set(brand.id, brand);
  registry.submit(brand, call.now);
  const message = 'Request to create brand was received and is being processed.';
  return { status: 200, body: { brand_id: brand.id, message } };
}

function list(call: ResourceCall, world: World): ResourceReply {
  const status = call.query.get('registration_status');
  const type = call.query.get('type');
  const wantedStatus = status === null ? undefined : allowedValue('registration_status', status, STATUSES);
  const wantedType = type === null ? undefined : allowedValue('type', type, BRAND_TYPES);
  const found = [...world.registry.brands.values()].filter(
    (brand) =>
      sees(call, brand.authId, world) &&
      (wantedStatus === undefined || OBJECT_STATUS[brand.state] === wantedStatus) &&
      (wantedType === undefined || brand.type === wantedType),
  );
  const { meta, items } = pageOf(found.reverse(), call);
  return { status: 200, body: { meta, brands: items.map(shown) } };
}

function theBrand(call: ResourceCall, world: World): Brand {
  return visible(world.registry.brands.get(call.params.brand_id ?? ''), 'brand', call, world);
}

function get(call: ResourceCall, world: World): ResourceReply {
  return { status: 200, body: { brand: shown(theBrand(call, world)) } };
}

function usecases(call: ResourceCall, world: World): ResourceReply {
  const { id, type } = theBrand(call, world);
  return { status: 200, body: { brand_id: id, use_cases: usecasesOf(type) } };
}

function remove(call: ResourceCall, world: World): ResourceReply {
  const brand = theBrand(call, world);
  const { registry } = world;
  const active = [...registry.campaigns.values()].some(
    ({ brandId, state }) => brandId === brand.id && ALIVE.includes(state),
  );
  if (active) throw new ApiFault(400, 'The brand has active campaigns and can not be deleted');
  registry.remove(brand);
  return { status: 200, body: { brand_id: brand.id, message: 'Brand Deactivated' } };
}

const ALL = '[10dlc/]Brand/';
const ONE = '[10dlc/]Brand/{brand_id}/';

export const BRAND_ROUTES: readonly ResourceRoute[] = [
  { method: 'POST', path: ALL, handler: create },
  { method: 'GET', path: ALL, handler: list },
  { method: 'GET', path: ONE, handler: get },
  { method: 'DELETE', path: ONE, handler: remove },
  { method: 'GET', path: '[10dlc/]Brand/{brand_id}/usecases/', handler: usecases },
];
