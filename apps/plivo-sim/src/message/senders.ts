import { type Network } from '../delivery/network';
import { type Ledger } from '../ledger/ledger';
import { type SimulatorOptions } from '../options/options';
import { type Service } from '../powerpack/powerpack';
import { type PowerpackStore } from '../powerpack/powerpack-store';
import { SenderChoice } from '../powerpack/sender-choice';
import { type SeededRandom } from '../random';
import { type Carrier } from './countries';
import { ParamFault, type SendParams } from './send-params';
import { sanitiseSender, senderKind } from './sender';
import { powerpackNumbers, stickyNumber } from './sender-pool';

/** What a message is sent from: one sender, or a pool that each destination gets its own number of. */
export interface Sender {
  /** The one sender; null for a Powerpack. */
  readonly single: string | null;
  /** `row` is the message's in the ledger. Undefined when no number of the pool reaches the destination. */
  readonly from: (to: number, carrier: Carrier, row: number) => string | undefined;
}

export interface SendersParts {
  readonly ledger: Ledger;
  readonly network: Network;
  readonly powerpacks: PowerpackStore;
  readonly random: SeededRandom;
}

/** Finds who sends a request, or what is wrong with its sender. */
export class Senders {
  constructor(private readonly parts: SendersParts) {}

  /** @throws ParamFault */
  of(params: SendParams, options: SimulatorOptions): Sender {
    if (params.powerpackUuid !== null) return this.powerpack(params.powerpackUuid, params, options);
    const src = ownSender(params, options);
    if (options.account.numbers !== null && this.parts.powerpacks.isUnrented(src)) throw notAllowed();
    return { single: src, from: () => src };
  }

  private powerpack(uuid: string, params: SendParams, options: SimulatorOptions): Sender {
    const { powerpacks, random } = this.parts;
    const pack = powerpacks.get(uuid);
    if (pack !== undefined) {
      const service: Service = params.type === 'mms' ? 'mms' : 'sms';
      const choice = new SenderChoice({
        ...{ settings: pack.settings, pool: pack.pool.values(), service, random },
        defaultPriority: options.powerpacks.default_priority,
        passesOver: (number, network) => this.passesOver(number, network, options.powerpacks),
      });
      if (pack.pool.size === 0) throw new ParamFault('the Powerpack has no numbers');
      if (choice.isEmpty) throw new ParamFault('the Powerpack has no MMS-enabled number');
      return {
        single: null,
        from: (to, { iso2: country, network }, nth) =>
          choice.choose({ to, country, network, previous: this.previous(to, uuid), nth }),
      };
    }
    const pool = powerpacks.wasDeleted(uuid) ? undefined : powerpackNumbers(uuid, options.account, random);
    if (pool === undefined) throw new ParamFault('powerpack_uuid is not a Powerpack of this account');
    return { single: pool.length === 1 ? (pool[0] ?? null) : null, from: (to) => stickyNumber(pool, to, random) };
  }

  /** The number that wrote to this destination last for the same Powerpack. */
  private previous(to: number, uuid: string): string | undefined {
    const { ledger } = this.parts;
    for (let row = ledger.latestRow(to); row !== undefined; row = ledger.rowBefore(row)) {
      if (ledger.requestOf(row).powerpack === uuid) return ledger.fromOf(row);
    }
    return undefined;
  }

  /** A short code that long codes stand in for: over its throughput, or on a network that carries none [notes §2]. */
  private passesOver(number: string, network: string, options: SimulatorOptions['powerpacks']): boolean {
    if (options.short_code_unsupported_networks.includes(network)) return true;
    const { short_code_overflow_s: most } = options;
    return most !== null && this.parts.network.queues.waitingSeconds(number) > most;
  }
}

function notAllowed(): ParamFault {
  return new ParamFault('This caller ID is not allowed for outbound message');
}

/** `src` as the account may use it. */
function ownSender(params: SendParams, { account }: SimulatorOptions): string {
  const src = sanitiseSender(params.src ?? '');
  const kind = senderKind(src);
  if (kind === undefined) throw new ParamFault('src is not a valid sender ID');
  if (kind === 'alphanumeric') {
    if (!account.alphanumeric_senders) {
      throw new ParamFault('src: alphanumeric sender IDs are not enabled for this account');
    }
    if (params.type !== 'sms') throw new ParamFault(`src: an alphanumeric sender ID can not send ${params.type}`);
  }
  if (account.senders !== null && !account.senders.includes(src)) {
    throw notAllowed();
  }
  if (account.numbers === null || kind === 'alphanumeric') return src;
  const own = Object.hasOwn(account.numbers, src) ? account.numbers[src] : undefined;
  if (own === undefined) throw notAllowed();
  if (!own.capabilities.includes(params.type)) throw new ParamFault(`src is not enabled for ${params.type}`);
  return src;
}
