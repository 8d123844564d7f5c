/** Provider's documentation, "Toll-free Verification Object". */
export const TOLLFREE_USECASES = [
  '2FA',
  'ACCOUNT_NOTIFICATION',
  'CUSTOMER_CARE',
  'DELIVERY_NOTIFICATION',
  'FRAUD_ALERT',
  'HIGHER_EDUCATION',
  'MARKETING',
  'POLLING_VOTING',
  'PUBLIC_SERVICE_ANNOUNCEMENT',
  'SECURITY_ALERT',
] as const;

export const OPTIN_TYPES = ['VERBAL', 'WEB_FORM', 'PAPER_FORM', 'VIA_TEXT', 'MOBILE_QR_CODE'] as const;

/** What is told the carriers of a toll-free number. Lists are joined as the provider wants them only when they are sent. */
export interface TollfreeContent {
  readonly number: string;
  readonly profile_uuid: string;
  readonly usecase: readonly string[];
  readonly usecase_summary: string;
  readonly message_sample: string;
  readonly optin_image_url: readonly string[];
  readonly optin_type: string;
  /** As the provider writes numbers: `10,000`. */
  readonly volume: string;
  readonly additional_information: string;
  readonly extra_data: string;
}

/** One thing that is wrong, as the caller named the field. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

const SUMMARY_MAX = 500;
const SAMPLE_MAX = 1_000;
const INFORMATION_MAX = 500;
const TOLL_FREE = /^1(?:800|833|844|855|866|877|888)\d{7}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const VOLUME = /^(?:\d{1,2}|\d{1,3}(?:,\d{3})*)\+?$/;

/** Everything the reference says the provider would refuse, before it is asked. */
export function tollfreeFaults(content: TollfreeContent): FieldFault[] {
  const faults: FieldFault[] = [];
  const wrong = (field: string, message: string): unknown => faults.push({ field, message });
  if (!TOLL_FREE.test(content.number)) {
    const message = `is ${content.number}: give one toll-free number of the US or Canada in E.164, 1 and 800, 833, 844, 855, 866, 877 or 888`;
    wrong('number', message);
  }
  if (!UUID.test(content.profile_uuid)) wrong('profile_uuid', 'must be the UUID of a profile: register one first');
  listFaults(content.usecase, TOLLFREE_USECASES, (message) => wrong('usecase', message));
  textFault(content.usecase_summary, SUMMARY_MAX, (message) => wrong('usecase_summary', message));
  textFault(content.message_sample, SAMPLE_MAX, (message) => wrong('message_sample', message));
  const { length: information } = content.additional_information;
  if (information > INFORMATION_MAX) {
    wrong('additional_information', `has ${information} characters; the provider takes ${INFORMATION_MAX}`);
  }
  if (content.optin_image_url.length === 0)
    wrong('optin_image_url', 'is missing: carriers want to see how people opt in');
  for (const url of content.optin_image_url) {
    if (!isWebUrl(url)) wrong('optin_image_url', `has ${JSON.stringify(url)}: give http:// or https:// URLs`);
  }
  if (!OPTIN_TYPES.some((known) => known === content.optin_type)) {
    wrong('optin_type', `is ${JSON.stringify(content.optin_type)}: give one of ${OPTIN_TYPES.join(', ')}`);
  }
  if (!VOLUME.test(content.volume)) {
    wrong(
      'volume',
      `is ${JSON.stringify(content.volume)}: give messages a month as the provider writes them, like 10,000`,
    );
  }
  return faults;
}

function listFaults(values: readonly string[], known: readonly string[], wrong: (message: string) => unknown): void {
  if (values.length === 0) wrong(`is missing: give at least one of ${known.join(', ')}`);
  const strange = values.filter((value) => !known.includes(value));
  if (strange.length > 0) wrong(`has ${strange.join(', ')}: give ${known.join(', ')}`);
  if (new Set(values).size < values.length) wrong('names one twice');
}

function textFault(text: string, most: number, wrong: (message: string) => unknown): void {
  const { length } = text.trim();
  if (length === 0) wrong('is missing');
  else if (text.length > most) wrong(`has ${text.length} characters; the provider takes ${most}`);
}

function isWebUrl(text: string): boolean {
  // A comma would part the URL in two: the provider takes several in one field.
  if (!URL.canParse(text) || text.includes(',')) return false;
  return /^https?:$/.test(new URL(text).protocol);
}

/**
 * A use case that carriers rejected for a number "cannot be submitted for verification anymore".
 *
 * @param rejected use cases of the number's verifications that were rejected
 */
export function rejectedBefore(usecase: readonly string[], rejected: readonly (readonly string[])[]): boolean {
  const key = (list: readonly string[]): string => [...list].sort().join();
  return rejected.some((each) => key(each) === key(usecase));
}
