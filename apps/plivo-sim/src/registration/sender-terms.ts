import { type MessageType } from '../ledger/ledger';
import { type SimulatorOptions } from '../options/options';
import { type Settings } from '../options/settings';
import { type Campaign } from './records';
import { type Registry } from './registry';

/** One rate queue: its name, and units a second; null is no limit. Numbers of one brand share theirs. */
export interface Lane {
  readonly key: string;
  readonly mps: number | null;
}

type OwnNumber = NonNullable<SimulatorOptions['account']['numbers']>[string];

/** Units a second where neither a registration nor an option says otherwise [notes §2]. */
const DOCUMENTED = { toll_free: 25, short_code: 100, long_code: 0.25, unregistered: 1 };
const DOCUMENTED_MMS = { toll_free: 2, short_code: null, long_code: 50 / 60 };
const MINUTE_S = 60;

/** What the account's own numbers may send, as their registrations stand. Says nothing while any sender is allowed. */
export class SenderTerms {
  private readonly known = new Map<string, Lane>();
  private knownVersion = -1;

  constructor(
    private readonly settings: Settings,
    private readonly registry: Pick<Registry, 'version' | 'campaignOf' | 'tierOfCampaign' | 'verificationOf'>,
  ) {}

  /** The queue of a sender; undefined when `account.numbers` does not name it. */
  laneOf(from: string, type: MessageType): Lane | undefined {
    const { numbers } = this.settings.current.account;
    if (numbers === null) return undefined;
    if (this.knownVersion !== this.registry.version) {
      this.known.clear();
      this.knownVersion = this.registry.version;
    }
    const name = `${type}:${from}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const own = Object.hasOwn(numbers, from) ? numbers[from] : undefined;
    if (own === undefined) return undefined;
    const lane = type === 'mms' ? this.mmsLane(from, own) : this.lane(from, own);
    this.known.set(name, lane);
    return lane;
  }

  /** The campaign that a number sends for; while any sender is allowed, every one has the same made-up campaign. */
  campaignIdOf(from: string): string | null {
    if (this.settings.current.account.numbers === null) return 'CSIMULA';
    return this.registry.campaignOf(from)?.id ?? null;
  }

  /** The code with which a message to a country is bound to fail for want of a registration; 0 for none. */
  blockedCode(from: string, iso2: string): number {
    const { account, registration } = this.settings.current;
    if (account.numbers === null) return 0;
    const own = Object.hasOwn(account.numbers, from) ? account.numbers[from] : undefined;
    if (own === undefined) return 0;
    if (own.type === 'toll_free') {
      const needed = iso2 === 'US' || iso2 === 'CA';
      return needed && this.registry.verificationOf(from)?.state !== 'APPROVED' ? registration.blocked_code : 0;
    }
    const needed = own.type === 'long_code' && own.country === 'US' && iso2 === 'US';
    if (!needed || registration.unregistered_long_code === 'throttled') return 0;
    return this.registry.campaignOf(from) === undefined ? registration.blocked_code : 0;
  }

  private lane(from: string, own: OwnNumber): Lane {
    const { sender_mps: mps } = this.settings.current.limits;
    if (own.type !== 'long_code') return { key: from, mps: mps[own.type] ?? DOCUMENTED[own.type] };
    if (own.country !== 'US') return { key: from, mps: mps.long_code ?? DOCUMENTED.long_code };
    const campaign = this.registry.campaignOf(from);
    if (campaign === undefined) return { key: from, mps: DOCUMENTED.unregistered };
    return { key: laneKey(campaign), mps: this.registry.tierOfCampaign(campaign).tpm / MINUTE_S };
  }

  private mmsLane(from: string, own: OwnNumber): Lane {
    return { key: `mms:${from}`, mps: this.settings.current.limits.sender_mps.mms ?? DOCUMENTED_MMS[own.type] };
  }
}

/** Throughput is the brand's; low volume is the campaign's own. */
function laneKey({ id, brandId, usecase }: Campaign): string {
  return usecase === 'LOW_VOLUME' || usecase === 'STARTER' ? `campaign:${id}` : `brand:${brandId}`;
}
