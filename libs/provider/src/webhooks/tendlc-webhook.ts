import { printable } from '../provider-text';
import { numberOf, WebhookFields, type WebhookPayload } from './webhook-fields';

/** What the provider tells about a 10DLC request. `reason`: its words, where it gives any. */
export type TendlcWebhook =
  | {
      readonly kind: 'brand';
      readonly brandId: string;
      readonly status: RegistrationStatus;
      readonly reason: string | undefined;
    }
  | {
      readonly kind: 'campaign';
      readonly campaignId: string;
      readonly brandId: string | undefined;
      readonly status: RegistrationStatus;
      readonly reason: string | undefined;
    }
  | {
      readonly kind: 'number_linking' | 'number_unlinking';
      /** Digits; one, unless the provider tells of several at once. */
      readonly numbers: readonly string[];
      readonly campaignId: string | undefined;
      readonly status: LinkStatus;
      readonly reason: string | undefined;
    };

/** `created`: submitted to the registry. */
export type RegistrationStatus = 'created' | 'rejected' | 'registered';
/** `created`: submitted to the operators. */
export type LinkStatus = 'created' | 'failed' | 'success';

type Kind = TendlcWebhook['kind'];

/** The words of the webhooks' table, and those of the same three states in the reference's objects. */
const REGISTRATION: ReadonlyMap<string, RegistrationStatus> = new Map([
  ['created', 'created'],
  ['processing', 'created'],
  ['rejected', 'rejected'],
  ['failed', 'rejected'],
  ['registered', 'registered'],
  ['completed', 'registered'],
  ['active', 'registered'],
]);
const LINK: ReadonlyMap<string, LinkStatus> = new Map([
  ['created', 'created'],
  ['processing', 'created'],
  ['failed', 'failed'],
  ['success', 'success'],
  ['completed', 'success'],
]);

/** Where a kind or a status may stand: the provider publishes the names of the fields as pictures only. */
const KIND_NAMES = ['event', 'eventtype', 'type', 'kind', 'endpoint', 'entity', 'object', 'resource', 'category'];
const STATUS_NAMES = ['status', 'registrationstatus', 'state', 'result'];
const REASON_NAMES = ['reason', 'rejectionreason', 'failurereason', 'errormessage', 'error', 'message'];
const ID = /^[A-Za-z0-9_-]{3,64}$/;

/**
 * Reads a webhook about a brand, a campaign, or numbers being linked or unlinked
 * (https://www.plivo.com/docs/messaging/concepts/callbacks/10dlc-callbacks). @returns undefined unless kind, id and status are beyond doubt
 */
export function parseTendlcWebhook(payload: WebhookPayload): TendlcWebhook | undefined {
  const fields = new WebhookFields(payload, 'open');
  const said = KIND_NAMES.map((name) => fields.text(name) ?? '').find((text) => kindOf(text) !== undefined) ?? '';
  const numbers = fields.list('number', 'numbers', 'phonenumber', 'phonenumbers').map(numberOf);
  const brandId = idOf(fields.text('brandid'));
  const campaignId = idOf(fields.text('campaignid'));
  const kind = kindOf(said) ?? (numbers.length > 0 ? undefined : kindByIds(brandId, campaignId));
  if (kind === undefined) return undefined;

  const reason = fields.text(...REASON_NAMES);
  const rest = { reason: reason === undefined ? undefined : printable(reason) };
  // `brand.registered` tells both in one.
  const told = fields.text(...STATUS_NAMES, ...ownStatusNames(kind)) ?? said.split(/[^A-Za-z]+/).at(-1);
  const word = told?.toLowerCase() ?? '';
  if (kind === 'brand' || kind === 'campaign') {
    const status = REGISTRATION.get(word);
    if (status === undefined) return undefined;
    if (kind === 'brand') return brandId === undefined ? undefined : { kind, brandId, status, ...rest };
    return campaignId === undefined ? undefined : { kind, campaignId, brandId, status, ...rest };
  }
  const status = LINK.get(word);
  if (status === undefined || !allThere(numbers)) return undefined;
  return { kind, numbers, campaignId, status, ...rest };
}

/** `number_linking`, `Number Unlinking`, `brand.registered`: the parts of a word tell. */
function kindOf(text: string): Kind | undefined {
  const word = text.toLowerCase();
  if (word.includes('unlink')) return 'number_unlinking';
  if (word.includes('link')) return 'number_linking';
  if (word.includes('campaign')) return 'campaign';
  return word.includes('brand') ? 'brand' : undefined;
}

/** Brand and campaign tell themselves by their ids; whether a number is linked or unlinked must be said. */
function kindByIds(brandId: string | undefined, campaignId: string | undefined): Kind | undefined {
  if (campaignId !== undefined) return 'campaign';
  return brandId === undefined ? undefined : 'brand';
}

function ownStatusNames(kind: Kind): readonly string[] {
  return kind === 'brand' || kind === 'campaign' ? [`${kind}status`] : ['numberstatus', 'linkstatus', 'linkingstatus'];
}

function idOf(text: string | undefined): string | undefined {
  return text !== undefined && ID.test(text) ? text : undefined;
}

function allThere(numbers: readonly (string | undefined)[]): numbers is readonly string[] {
  return numbers.length > 0 && !numbers.includes(undefined);
}
