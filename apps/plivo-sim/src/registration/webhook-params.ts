import { type RegistrationOptions } from '../options/registration-options';
import { type RegistrationState } from './machine';
import { type AnyRegistration } from './records';

type Params = Record<string, string>;

function inCase(name: string, style: RegistrationOptions['webhook_case']): string {
  if (style === 'snake') return name;
  const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = words.join('');
  return style === 'pascal' ? pascal : pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** The fields of a toll-free callback are documented: uuid, number, status, error_message [notes §4]. */
function tollfreeParams(id: string, number: string, state: RegistrationState, reason: string | null): Params {
  return { uuid: id, number, status: state, error_message: reason ?? '' };
}

/**
 * What a webhook says of a registration in a state. The names of the 10DLC kinds are published as pictures alone:
 * they are options, and their values those of the table of endpoints and statuses [hooks].
 */
export function webhookParams(
  registration: AnyRegistration,
  state: RegistrationState,
  reason: string | null,
  options: RegistrationOptions,
): Params {
  const { kind, id } = registration;
  if (kind === 'tollfree') return tollfreeParams(id, registration.number, state, reason);
  const names = options.webhook_fields;
  const params: Params = {};
  const put = (name: string | null, value: string): void => {
    if (name !== null) params[inCase(name, options.webhook_case)] = value;
  };
  put(names.endpoint, kind);
  put(names.status, state);
  if (kind === 'brand') put(names.brand, id);
  if (kind === 'campaign') {
    put(names.campaign, id);
    put(names.brand, registration.brandId);
  }
  if (kind === 'number_linking' || kind === 'number_unlinking') {
    put(names.campaign, registration.campaignId);
    put(names.number, id);
  }
  if (reason !== null) put(names.reason, reason);
  return params;
}
