import type { ProblemDetail } from '@herald/kernel';
import { type Details, sendable, textOf, within } from './details';
import { shown } from './findings';

/** The fields that the provider lets be changed of a profile it has. */
export const PROFILE_CHANGES = [
  'entity_type',
  'company_name',
  'vertical',
  'address',
  'authorized_contact',
  'website',
  'plivo_subaccount',
] as const;

/** What a profile is at the provider, where that is not what Herald has of it. */
export interface Difference {
  /** `address.city` */
  readonly field: string;
  readonly there: string;
}

/** What is sent to change it: all that may be changed, as it shall be. */
export function profileChanges(details: Details): Details {
  const all = sendable(details);
  return Object.fromEntries(PROFILE_CHANGES.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** The fields that differ although the provider lets nobody change them. */
export function fixedChanges(before: Details, after: Details): string[] {
  const changeable: ReadonlySet<string> = new Set(PROFILE_CHANGES);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !changeable.has(name) && textOf(before, name) !== textOf(after, name)).sort();
}

/** Field by field, as far as the provider shows a value and Herald has one. */
export function differencesOf(details: Details, found: Details, path = ''): Difference[] {
  return Object.keys(details).flatMap((name) => {
    const field = path === '' ? name : `${path}.${name}`;
    const nested = within(details, name);
    if (Object.keys(nested).length > 0) return differencesOf(nested, within(found, name), field);
    const [here, there] = [textOf(details, name), textOf(found, name)];
    if (here === undefined || there === undefined || plain(name, here) === plain(name, there)) return [];
    return [{ field, there }];
  });
}

/** As a person is told of them. */
export function differenceWarnings(details: Details, differences: readonly Difference[]): ProblemDetail[] {
  return differences.map(({ field, there }) => {
    const [first = '', second] = field.split('.');
    const here = second === undefined ? textOf(details, first) : textOf(within(details, first), second);
    const message = `is ${shown(there)} at the provider, and ${shown(here ?? '')} here: give the one that is right, and submit`;
    return { field: `profile.${field}`, message };
  });
}

/** Numbers and codes are written in more than one way. */
function plain(name: string, value: string): string {
  return name === 'phone' || name === 'ein' ? value.replace(/\D/g, '') : value;
}
