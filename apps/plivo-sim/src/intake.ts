import { type Credit } from './delivery/credit';
import { type Network } from './delivery/network';
import { type Ledger } from './ledger/ledger';
import { carrierOf, countryOf } from './message/countries';
import { splitDestinations } from './message/destinations';
import { type OptOuts } from './message/opt-outs';
import { isRefusedNumber } from './message/outcome';
import { ParamFault, readSendParams, type SendParams } from './message/send-params';
import { sanitiseSender, senderKind } from './message/sender';
import { powerpackNumbers, stickyNumber } from './message/sender-pool';
import { type SimulatorOptions } from './options/options';
import { type Settings } from './options/settings';
import { type SeededRandom } from './random';

const MOST_DESTINATIONS = 1000;
const OPTED_OUT = 200;
const TOLL_FREE_TO_CANADA = 201;
const COUNTRY_DISABLED = 450;
const WRONG_DLT = 160;
const ACCOUNT_DISABLED = 910;

export interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** A send that passed every check; nothing is queued yet. */
export interface CheckedSend {
  readonly params: SendParams;
  /** One number, or the pool that each destination picks its own from. */
  readonly senders: readonly string[];
  readonly numbers: readonly number[];
  readonly invalid: readonly string[];
  readonly duplicates: readonly string[];
}

export interface IntakeParts {
  readonly ledger: Ledger;
  readonly network: Network;
  readonly settings: Settings;
  readonly random: SeededRandom;
  readonly optOuts: OptOuts;
  readonly credit: Credit;
}

/** What happens to a POST …/Message/ between the wire and the queue: checked whole, then accepted whole. */
export class Intake {
  constructor(private readonly parts: IntakeParts) {}

  check(body: unknown, now: number): CheckedSend | Refusal {
    const { settings, credit } = this.parts;
    const options = settings.current;
    try {
      const params = readSendParams(body);
      const senders = this.senders(params, options);
      if (credit.isBlocked(now))
        return { status: options.unknowns.credit_refusal_status, error: 'Insufficient Credit' };
      return this.checkNumbers(params, senders, options);
    } catch (error) {
      if (error instanceof ParamFault) return { status: 400, error: error.message };
      throw error;
    }
  }

  /** Puts every message into the ledger and the queues; returns the row of the first. */
  accept(send: CheckedSend, from: { authId: string; ip: string }, now: number): number {
    const { ledger, network, settings, random } = this.parts;
    const { params, senders, numbers } = send;
    const request = ledger.addRequest({
      authId: from.authId,
      at: now,
      type: params.type,
      text: settings.current.ledger.keep_text ? params.text : null,
      units: params.units,
      url: params.url,
      method: params.method,
      log: params.log,
      trackable: params.trackable,
      expiryS: params.expiryS,
      powerpack: params.powerpackUuid,
      requesterIp: from.ip,
      mediaUrls: params.mediaUrls,
      dlt: params.dlt,
      templated: params.templated,
    });
    const first = ledger.size;
    for (const to of numbers) {
      const sender = stickyNumber(senders, to, random);
      const carrier = carrierOf(to, random);
      const row = ledger.add(request, to, sender, carrier.index);
      network.accept(row, this.doom(params, sender, to, carrier.iso2), now);
    }
    return first;
  }

  private senders(params: SendParams, { account }: SimulatorOptions): readonly string[] {
    if (params.powerpackUuid !== null) {
      const pool = powerpackNumbers(params.powerpackUuid, account, this.parts.random);
      if (pool === undefined) throw new ParamFault('powerpack_uuid is not a Powerpack of this account');
      return pool;
    }
    const src = sanitiseSender(params.src ?? '');
    const kind = senderKind(src);
    if (kind === undefined) throw new ParamFault('src is not a valid sender ID');
    if (kind === 'alphanumeric' && !account.alphanumeric_senders) {
      throw new ParamFault('src: alphanumeric sender IDs are not enabled for this account');
    }
    if (account.senders !== null && !account.senders.includes(src)) {
      throw new ParamFault('This caller ID is not allowed for outbound message');
    }
    return [src];
  }

  private checkNumbers(
    params: SendParams,
    senders: readonly string[],
    options: SimulatorOptions,
  ): CheckedSend | Refusal {
    const { numbers: rule, unknowns, account } = options;
    const { random } = this.parts;
    const found = splitDestinations(params.dst, { minDigits: rule.min_digits, maxDigits: rule.max_digits }, (number) =>
      isRefusedNumber(number, options, random),
    );
    const { invalid, duplicates } = found;
    let numbers = found.valid;
    if (numbers.length === 0) return { status: 400, error: allInvalid(params.dst, invalid) };
    if (numbers.length > MOST_DESTINATIONS && unknowns.over_1000 !== 'accept_all') {
      if (unknowns.over_1000 === 'reject') {
        return { status: 400, error: `dst: at most ${MOST_DESTINATIONS} unique destination numbers are allowed` };
      }
      numbers = numbers.slice(0, MOST_DESTINATIONS);
    }
    if (unknowns.src_equals_dst !== 'accept') {
      const same = numbers.filter((to) => senders.length === 1 && senders[0] === String(to));
      if (same.length > 0 && (unknowns.src_equals_dst === 'reject' || same.length === numbers.length)) {
        return { status: 400, error: 'dst is identical to src' };
      }
      invalid.push(...same.map(String));
      numbers = numbers.filter((to) => !same.includes(to));
    }
    if (senders.length === 1 && senderKind(senders[0] ?? '') === 'alphanumeric') {
      if (numbers.some((to) => ['US', 'CA'].includes(countryOf(to)))) {
        return { status: 400, error: 'This caller ID is not allowed for outbound message' };
      }
    }
    if (account.disabled_countries.length > 0) {
      const barred = new Set(numbers.filter((to) => account.disabled_countries.includes(countryOf(to))));
      const whole = barred.size === numbers.length && unknowns.barred_country_in_bulk !== 'accept_then_450';
      if (whole || (barred.size > 0 && unknowns.barred_country_in_bulk === 'reject')) {
        return { status: 403, error: 'Messages to the destination country are not enabled for this account' };
      }
      if (unknowns.barred_country_in_bulk === 'invalid_number') {
        invalid.push(...[...barred].map(String));
        numbers = numbers.filter((to) => !barred.has(to));
      }
    }
    return { params, senders, numbers, invalid, duplicates };
  }

  /** The code that a message is bound to fail with although it is accepted; 0 for none. */
  private doom(params: SendParams, sender: string, to: number, iso2: string): number {
    const { account, unknowns } = this.parts.settings.current;
    if (account.disabled) return ACCOUNT_DISABLED;
    if (this.parts.optOuts.blocks(sender, to)) return OPTED_OUT;
    if (account.disabled_countries.includes(iso2)) return COUNTRY_DISABLED;
    const { entity_id: entity, template_id: template } = params.dlt;
    if (account.india_dlt && iso2 === 'IN' && (entity === '' || template === '')) return WRONG_DLT;
    const blocked = unknowns.toll_free_to_canada === 'fail_201' && iso2 === 'CA';
    return blocked && senderKind(sender) === 'toll_free' ? TOLL_FREE_TO_CANADA : 0;
  }
}

/** One invalid number is named [plivo-node #222]; several are not [plivo-node PR #215]. */
function allInvalid(dst: string, invalid: readonly string[]): string {
  const [first] = invalid;
  if (first === undefined) return 'dst parameter is missing';
  return dst.includes('<') ? 'invalid phone numbers.' : `'${first}' is not a valid phone number.`;
}
