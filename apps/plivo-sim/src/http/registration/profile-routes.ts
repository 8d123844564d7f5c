import { readProfile, readProfileChanges } from '../../registration/profile-fields';
import { type Profile } from '../../registration/records';
import { type Registry } from '../../registration/registry';
import { isoMicros } from '../../registration/dates';
import { ENTITY_TYPES, VERTICALS } from '../../registration/values';
import { type World } from '../../world';
import { ApiFault } from '../api-fault';
import { allowedValue } from '../fields';
import { pageOf } from '../paging';
import { type ResourceCall, type ResourceReply, type ResourceRoute } from '../resource-router';
import { sees, visible } from './visible';

function primaryUuid(registry: Registry): string {
  return [...registry.profiles.values()].find(({ type }) => type === 'PRIMARY')?.uuid ?? '';
}

function shown(profile: Profile, registry: Registry): Record<string, unknown> {
  const primary = profile.type === 'PRIMARY' ? '' : primaryUuid(registry);
  return {
    profile_uuid: profile.uuid,
    profile_type: profile.type,
    primary_profile: primary,
    ...profile.details,
    created_at: isoMicros(profile.createdAt),
  };
}

function create(call: ResourceCall, world: World): ResourceReply {
  const { registry, settings } = world;
  const details = readProfile(call.body.fields, settings.current.registration);
  const uuid = registry.ids.uuid('profile');
  registry.profiles.set(uuid, { uuid, authId: call.account, type: 'SECONDARY', createdAt: call.now, details });
  return { status: 200, body: { message: 'Profile created successfully.', profile_uuid: uuid } };
}

/** `meta` of profiles has no total_count in the reference. */
function list(call: ResourceCall, world: World): ResourceReply {
  const { registry } = world;
  const wanted = (name: string, allowed: readonly string[]): string | undefined => {
    const value = call.query.get(name);
    return value === null || value === '' ? undefined : allowedValue(name, value, allowed);
  };
  const entity = wanted('entity_type', ENTITY_TYPES);
  const type = wanted('type', ['PRIMARY', 'SECONDARY']);
  const vertical = wanted('vertical', VERTICALS);
  const found = [...registry.profiles.values()].filter(
    (profile) =>
      sees(call, profile.authId, world) &&
      (entity === undefined || profile.details.entity_type === entity) &&
      (type === undefined || profile.type === type) &&
      (vertical === undefined || profile.details.vertical === vertical),
  );
  const { meta, items } = pageOf(found.reverse(), call);
  const { limit, offset, next, previous } = meta;
  const profiles = items.map((profile) => shown(profile, registry));
  return { status: 200, body: { meta: { limit, offset, next, previous }, profiles } };
}

function theProfile(call: ResourceCall, world: World): Profile {
  const { profile_uuid: uuid = '' } = call.params;
  return visible(world.registry.profiles.get(uuid), 'profile', call, world);
}

function get(call: ResourceCall, world: World): ResourceReply {
  return { status: 200, body: { profile: shown(theProfile(call, world), world.registry) } };
}

function update(call: ResourceCall, world: World): ResourceReply {
  const profile = theProfile(call, world);
  const changes = readProfileChanges(call.body.fields, world.settings.current.registration);
  profile.details = { ...profile.details, ...changes };
  return { status: 200, body: { profile: shown(profile, world.registry) } };
}

function remove(call: ResourceCall, world: World): ResourceReply {
  const profile = theProfile(call, world);
  const { registry, settings } = world;
  if (profile.type === 'PRIMARY') throw new ApiFault(400, 'The primary profile can not be deleted');
  const used = [...registry.brands.values()].some(({ profileUuid }) => profileUuid === profile.uuid);
  if (used && settings.current.registration.profile_with_brand === 'keep') {
    throw new ApiFault(400, 'The profile is used by a brand and can not be deleted');
  }
  registry.profiles.delete(profile.uuid);
  return { status: 200, body: { message: 'Profile deleted successfully.' } };
}

const ALL = 'Profile/';
const ONE = 'Profile/{profile_uuid}/';

export const PROFILE_ROUTES: readonly ResourceRoute[] = [
  { method: 'POST', path: ALL, handler: create },
  { method: 'GET', path: ALL, handler: list },
  { method: 'GET', path: ONE, handler: get },
  { method: 'POST', path: ONE, handler: update },
  { method: 'DELETE', path: ONE, handler: remove },
];
