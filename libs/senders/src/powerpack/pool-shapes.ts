import { senderKey, senderType } from '@herald/lanes';
import type { PoolNumber, PoolShortcode, Powerpack } from '@herald/provider';
import type { NumberPriority } from '../domain/powerpack/number-priority';
import type { PoolMember } from './known-powerpack';
import type { ShownPowerpack } from './powerpacks.repository';

export function shownOf(found: Powerpack, pool: string | undefined): ShownPowerpack {
  const { application_id: application, application_type: type } = found;
  return {
    uuid: found.uuid,
    name: found.name ?? '',
    // The provider's defaults.
    sticky_sender: found.sticky_sender ?? true,
    local_connect: found.local_connect ?? true,
    application_type: type === undefined || type === '' ? null : type,
    application_id: application === undefined || application === '' ? null : application,
    number_pool_uuid: pool ?? null,
    number_priority: (found.number_priority ?? []).flatMap(priorityOf),
    created_on: timeOf(found.created_on),
  };
}

function priorityOf({
  country_iso: country,
  service_type: service,
  priority,
}: NonNullable<Powerpack['number_priority']>[number]) {
  const { priority1 = '', priority2 = '', priority3 = '' } = priority ?? {};
  const one: NumberPriority = {
    country_iso: country ?? '',
    service_type: service ?? '',
    priority: { priority1, priority2, priority3 },
  };
  return priority === undefined ? [] : [one];
}

/** A long code or a toll-free number: which, its digits say, whatever the provider's type is called. */
export function memberOf({ number, service, country_iso2: country, added_on: added }: PoolNumber): PoolMember {
  const sender = senderKey(number);
  return {
    sender,
    type: senderType(sender) === 'toll_free' ? 'toll_free' : 'number',
    country: countryOf(country),
    mms: service?.toLowerCase() === 'mms',
    added_on: timeOf(added),
  };
}

export function shortCodeOf({ shortcode, country_iso2: country, added_on: added }: PoolShortcode): PoolMember {
  return {
    sender: senderKey(shortcode),
    type: 'short_code',
    country: countryOf(country),
    mms: false,
    added_on: timeOf(added),
  };
}

/** One number may be listed for each of its services, and a toll-free one among the numbers too. */
export function membersOf(listed: readonly PoolMember[]): PoolMember[] {
  const bySender = new Map<string, PoolMember>();
  for (const member of listed) {
    const before = bySender.get(member.sender);
    bySender.set(member.sender, before === undefined ? member : { ...before, mms: before.mms || member.mms });
  }
  return [...bySender.values()];
}

function countryOf(text: string | undefined): string | null {
  return text !== undefined && /^[A-Z]{2}$/i.test(text) ? text.toUpperCase() : null;
}

function timeOf(text: string | undefined): Date | null {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? null : time;
}
