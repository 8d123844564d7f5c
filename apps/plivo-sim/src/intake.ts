import { type Credit } from './delivery/credit';
import { type Network } from './delivery/network';
import { type InboundStore } from './inbound/inbound-store';
import { type Ledger } from './ledger/ledger';
import { carrierOf, countryOf } from './message/countries';
import { mediaIdOf } from './media/media-rules';
import { type MediaStore, type StoredMedia } from './media/media-store';
import { splitDestinations } from './message/destinations';
import { type OptOuts } from './message/opt-outs';
import { isRefusedNumber } from './message/outcome';
import { ParamFault, readSendParams, type SendParams } from './message/send-params';
import { senderKind } from './message/sender';
import { type Sender, type Senders } from './message/senders';
import { type SimulatorOptions } from './options/options';
import { type Settings } from './options/settings';
import { type SeededRandom } from './random';
import { type SenderTerms } from './registration/sender-terms';

const MOST_DESTINATIONS = 1000;
const MMS_TOO_LARGE = 120;
const MEDIA_FAILED = 140;
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
  readonly sender: Sender;
  readonly numbers: readonly number[];
  readonly invalid: readonly string[];
  readonly duplicates: readonly string[];
  /** The uploads among its media. */
  readonly uploads: readonly StoredMedia[];
  /** What every message is bound to fail with because of its media; 0 for nothing. */
  readonly mediaCode: number;
}

/** Who asked for a send. */
export interface SendOrigin {
  readonly authId: string;
  readonly ip: string;
  /** The inbound message that it answers by XML. */
  readonly inReplyTo?: string;
}

export interface IntakeParts {
  readonly ledger: Ledger;
  readonly network: Network;
  readonly settings: Settings;
  readonly random: SeededRandom;
  readonly optOuts: OptOuts;
  readonly credit: Credit;
  readonly senders: Senders;
  readonly media: MediaStore;
  readonly inbound: InboundStore;
  readonly terms: SenderTerms;
}

const NO_UPLOADS = { uploads: [], mediaCode: 0 };

/** What happens to a POST …/Message/ between the wire and the queue: checked whole, then accepted whole. */
export class Intake {
  constructor(private readonly parts: IntakeParts) {}

  check(body: unknown, now: number): CheckedSend | Refusal {
    const { settings, credit } = this.parts;
    const options = settings.current;
    try {
      const params = readSendParams(body);
      const sender = this.parts.senders.of(params, options);
      const media = this.checkMedia(params, options, now);
      if (credit.isBlocked(now))
        return { status: options.unknowns.credit_refusal_status, error: 'Insufficient Credit' };
      return this.checkNumbers({ params, sender, ...media }, options);
    } catch (error) {
      if (error instanceof ParamFault) return { status: 400, error: error.message };
      throw error;
    }
  }

  /** Puts every message into the ledger and the queues; returns the row of the first. */
  accept(send: CheckedSend, from: SendOrigin, now: number): number {
    const { ledger, network, settings, random } = this.parts;
    const { params, sender, numbers } = send;
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
      content: settings.current.ledger.keep_text ? params.content : null,
      inReplyTo: from.inReplyTo ?? null,
    });
    for (const media of send.uploads) media.used = true;
    const first = ledger.size;
    const opensWindow = params.templated && settings.current.whatsapp.template_opens_window;
    for (const to of numbers) {
      const carrier = carrierOf(to, random);
      const source = sender.from(to, carrier, ledger.size);
      const row = ledger.add(request, to, source ?? '', carrier.index);
      if (opensWindow && source !== undefined) this.parts.inbound.openConversation(source, to, now);
      network.accept(
        row,
        this.doom(send, source, { to, iso2: carrier.iso2, now, isAnswer: from.inReplyTo !== undefined }),
        now,
      );
    }
    return first;
  }

  private checkNumbers(
    draft: Pick<CheckedSend, 'params' | 'sender' | 'uploads' | 'mediaCode'>,
    options: SimulatorOptions,
  ): CheckedSend | Refusal {
    const { params, sender } = draft;
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
      const same = numbers.filter((to) => sender.single === String(to));
      if (same.length > 0 && (unknowns.src_equals_dst === 'reject' || same.length === numbers.length)) {
        return { status: 400, error: 'dst is identical to src' };
      }
      invalid.push(...same.map(String));
      numbers = numbers.filter((to) => !same.includes(to));
    }
    if (senderKind(sender.single ?? '') === 'alphanumeric') {
      if (numbers.some((to) => ['US', 'CA'].includes(countryOf(to)))) {
        return { status: 400, error: 'This caller ID is not allowed for outbound message' };
      }
    }
    if (params.type === 'mms') {
      const outside = numbers.find((to) => !account.mms_countries.includes(countryOf(to)));
      if (outside !== undefined) return { status: 400, error: `dst: ${outside} can not receive mms` };
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
    return { ...draft, numbers, invalid, duplicates };
  }

  /** Looks its media up: an upload that is not there any more, or more than an MMS may weigh. */
  private checkMedia(
    params: SendParams,
    options: SimulatorOptions,
    now: number,
  ): Pick<CheckedSend, 'uploads' | 'mediaCode'> {
    if (params.mediaUrls.length === 0) return NO_UPLOADS;
    const uploads: StoredMedia[] = [];
    let mediaCode = 0;
    for (const url of params.mediaUrls) {
      const id = mediaIdOf(url);
      if (id === undefined) continue;
      const found = this.parts.media.get(id, now);
      if (found !== undefined) uploads.push(found);
      else if (options.unknowns.media_gone === 'reject') throw new ParamFault(`media_urls: media ${id} not found`);
      else mediaCode = MEDIA_FAILED;
    }
    const bytes = uploads.reduce((sum, media) => sum + media.bytes.length, Buffer.byteLength(params.text ?? ''));
    if (params.type === 'mms' && bytes > options.media.mms_max_bytes) mediaCode = MMS_TOO_LARGE;
    return { uploads, mediaCode };
  }

  /** Whether the block is lifted for this one message: the acknowledgement of a STOP [notes §4]. */
  private isAcknowledgement(source: string, to: number, now: number, isAnswer: boolean): boolean {
    const { acknowledgement } = this.parts.settings.current.keywords;
    if (acknowledgement === 'none' || (acknowledgement === 'xml' && !isAnswer)) return false;
    return this.parts.optOuts.takeAcknowledgement(source, to, now);
  }

  /** The code that a message is bound to fail with although it is accepted; 0 for none. */
  private doom(
    { params, mediaCode }: CheckedSend,
    sender: string | undefined,
    { to, iso2, now, isAnswer }: { to: number; iso2: string; now: number; isAnswer: boolean },
  ): number {
    const { account, unknowns, powerpacks } = this.parts.settings.current;
    if (account.disabled) return ACCOUNT_DISABLED;
    if (sender === undefined) return powerpacks.no_sender_code;
    if (this.parts.optOuts.blocks(sender, to) && !this.isAcknowledgement(sender, to, now, isAnswer)) return OPTED_OUT;
    if (mediaCode !== 0) return mediaCode;
    if (account.disabled_countries.includes(iso2)) return COUNTRY_DISABLED;
    const { entity_id: entity, template_id: template } = params.dlt;
    if (account.india_dlt && iso2 === 'IN' && (entity === '' || template === '')) return WRONG_DLT;
    const unregistered = this.parts.terms.blockedCode(sender, iso2);
    if (unregistered !== 0) return unregistered;
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
