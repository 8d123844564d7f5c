import { ApiFault } from '../http/api-fault';
import { type PoolNumber } from './powerpack';

const MOST_PREFIXES = 10;
const SERVICES = ['sms', 'mms'];
const TYPES = ['fixed', 'toll-free', 'mobile'];

/** Country calling codes of those countries whose numbers may be looked for by their first national digits. */
const CALLING_CODES: Readonly<Record<string, string>> = {
  ...{ US: '1', CA: '1', GB: '44', DE: '49', FR: '33', IN: '91', ES: '34', IT: '39', NL: '31', IE: '353', PT: '351' },
  ...{ BE: '32', CH: '41', AT: '43', DK: '45', SE: '46', NO: '47', PL: '48', MX: '52', BR: '55', AU: '61', NZ: '64' },
  ...{ SG: '65', PH: '63', JP: '81', AE: '971', ZA: '27', NG: '234' },
};

/** `type` of a number in a pool as the reference names it. */
export function numberType(number: PoolNumber): string {
  return number.kind === 'tollfree' ? 'toll-free' : 'fixed';
}

function oneOf(query: URLSearchParams, name: string, allowed: readonly string[]): string | null {
  const value = query.get(name);
  if (value === null || value === '') return null;
  if (!allowed.includes(value)) throw new ApiFault(400, `${name} must be one of ${allowed.join(', ')}`);
  return value;
}

/**
 * Reads the filters of a pool's list of numbers [ref]: prefixes without the country code need the country.
 *
 * @throws ApiFault 400
 */
export function poolFilter(query: URLSearchParams): (number: PoolNumber) => boolean {
  const service = oneOf(query, 'service', SERVICES);
  const type = oneOf(query, 'type', TYPES);
  const country = query.get('country_iso2')?.toUpperCase() ?? '';
  const prefixes = (query.get('starts_with') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (prefixes.length > MOST_PREFIXES) throw new ApiFault(400, `starts_with: at most ${MOST_PREFIXES} prefixes`);
  if (!prefixes.every((each) => /^\d+$/.test(each))) throw new ApiFault(400, 'starts_with must be digits');
  if (prefixes.length > 0 && country === '') {
    throw new ApiFault(400, 'country_iso2 must be specified if starts_with is specified');
  }
  const code = CALLING_CODES[country] ?? '';
  return (number) =>
    (service === null || number.service === service) &&
    (type === null || numberType(number) === type) &&
    (country === '' || number.country === country) &&
    (prefixes.length === 0 || prefixes.some((prefix) => number.number.startsWith(code + prefix)));
}
