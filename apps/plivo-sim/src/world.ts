import { CallbackDispatcher } from './callbacks/dispatcher';
import { StatusCallbacks } from './callbacks/status-callbacks';
import { Webhooks } from './callbacks/webhooks';
import { Agenda } from './delivery/agenda';
import { Credit } from './delivery/credit';
import { unpackEvent } from './delivery/event';
import { Network } from './delivery/network';
import { Pump } from './delivery/pump';
import { TimeBuckets } from './delivery/time-buckets';
import { Faults } from './faults';
import { Admission } from './http/admission';
import { HeldAnswers } from './http/held-answers';
import { Attempts } from './http/attempts';
import { InboundDesk } from './inbound/inbound-desk';
import { InboundStore } from './inbound/inbound-store';
import { Intake } from './intake';
import { Ledger } from './ledger/ledger';
import { MediaStore } from './media/media-store';
import { OptOuts } from './message/opt-outs';
import { listedPack } from './message/sender-pool';
import { Senders } from './message/senders';
import { MessageIds } from './message-id';
import { Settings } from './options/settings';
import { PowerpackStore } from './powerpack/powerpack-store';
import { SeededRandom } from './random';
import { Registry } from './registration/registry';
import { SenderTerms } from './registration/sender-terms';
import { RequestCounts } from './request-counts';

export interface WorldOptions {
  readonly authId: string;
  readonly authToken: string;
  /** Auth id → token of subaccounts. */
  readonly subaccounts: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly options: unknown;
}

/** Everything a simulator holds, wired together. The HTTP side only reads and calls it. */
export class World {
  readonly startedAt = Date.now();
  readonly clock = (): number => Date.now();
  readonly settings: Settings;
  readonly random: SeededRandom;
  readonly ids: MessageIds;
  readonly ledger: Ledger;
  readonly optOuts = new OptOuts();
  readonly requests = new RequestCounts();
  readonly attempts = new Attempts();
  readonly held = new HeldAnswers();
  readonly faults: Faults;
  readonly credit: Credit;
  readonly admission: Admission;
  readonly network: Network;
  readonly callbacks: StatusCallbacks;
  readonly webhooks: Webhooks;
  readonly intake: Intake;
  readonly media: MediaStore;
  readonly powerpacks: PowerpackStore;
  readonly inbound = new InboundStore();
  readonly desk: InboundDesk;
  /** Things that happen at a time of their own. */
  readonly agenda = new Agenda(() => {
    this.wake();
  });
  /** Where the simulator itself is reached, without a slash at the end; known once it listens. */
  origin = '';
  readonly registry: Registry;
  readonly terms: SenderTerms;
  private readonly wheel = new TimeBuckets(() => {
    this.wake();
  });
  private readonly dispatcher: CallbackDispatcher;
  private readonly pump: Pump;

  constructor(readonly identity: WorldOptions) {
    this.settings = new Settings(identity.options);
    this.random = new SeededRandom(identity.seed);
    this.ids = new MessageIds(this.random);
    this.ledger = new Ledger(this.startedAt);
    this.faults = new Faults(this.settings, this.random, this.clock);
    this.credit = new Credit(this.settings);
    this.admission = new Admission(this.settings);
    const { ledger, settings, random, wheel, faults, ids, credit, optOuts } = this;
    const secrets = {
      tokenOf: (authId: string) => this.tokenOf(authId) ?? identity.authToken,
      mainToken: identity.authToken,
    };
    this.callbacks = new StatusCallbacks({
      ...{ ledger, settings, faults, ids, random, wheel, ...secrets },
      onTried: (row, status) => {
        if (status === 'queued') this.held.tried(ledger.requestIndex(row));
      },
    });
    this.media = new MediaStore(settings, ids);
    this.powerpacks = new PowerpackStore(ids);
    this.webhooks = new Webhooks({ settings, faults, random, wheel, ...secrets });
    const { callbacks, webhooks } = this;
    this.dispatcher = new CallbackDispatcher({
      ...{ settings, wheel, now: this.clock },
      sourceOf: ({ kind }) => (kind === 'callback' ? callbacks : kind === 'forgery' ? webhooks.forgeries : webhooks),
    });
    const onStatus = this.callbacks.announce.bind(this.callbacks);
    const wake = (): void => {
      this.wake();
    };
    this.registry = new Registry({ settings, random, webhooks, mainAuthId: identity.authId, now: this.clock, wake });
    const { inbound, media, powerpacks, agenda, registry } = this;
    this.terms = new SenderTerms(settings, registry);
    const { terms } = this;
    const hasOpenWindow = (business: string, person: number, at: number): boolean => {
      const opened = inbound.conversationOpenedAt(business, person);
      return opened !== undefined && at - opened <= settings.realMs(settings.current.whatsapp.window_ms);
    };
    this.network = new Network({ ...{ ledger, settings, random, wheel, credit, terms }, onStatus, hasOpenWindow });
    const { network } = this;
    const senders = new Senders({ ledger, network, powerpacks, random });
    this.intake = new Intake({ ledger, network, settings, random, optOuts, credit, senders, media, inbound, terms });
    this.desk = new InboundDesk({
      ...{ settings, random, ids, store: inbound, media, optOuts, webhooks, agenda, intake: this.intake },
      ...{ authId: identity.authId, now: this.clock },
      wake,
      mediaUrl: (authId, mediaId) => this.mediaUrl(authId, mediaId),
      powerpackOf: (number) => powerpacks.ofNumber(number)?.uuid ?? listedPack(number, settings.current.account) ?? '',
      blockedTogether: (number) => registry.numbersWith(number),
    });
    this.pump = new Pump({
      now: this.clock,
      nextAt: () => this.nextAt(),
      work: (now, max) => this.work(now, max),
    });
    settings.onChange(wake);
  }

  /** Token of the account or one of its subaccounts. */
  tokenOf(authId: string): string | undefined {
    const { subaccounts } = this.identity;
    if (authId === this.identity.authId) return this.identity.authToken;
    return Object.hasOwn(subaccounts, authId) ? subaccounts[authId] : undefined;
  }

  /** Where a media file is fetched from. */
  mediaUrl(authId: string, mediaId: string, messageId?: string): string {
    const base = (this.settings.current.media.base_url ?? this.origin).replace(/\/$/, '');
    const message = messageId === undefined ? '' : `Message/${messageId}/`;
    return `${base}/Account/${authId}/${message}Media/${mediaId}`;
  }

  /** Events that wait for their time, callbacks among them. */
  get waitingEvents(): number {
    return this.wheel.size + this.agenda.size;
  }

  /** Something was put into a queue, or a rate changed. */
  wake(): void {
    this.pump.wake();
  }

  /** Forgets every message, callback, registration and count; options stay. */
  reset(): void {
    this.wheel.clear();
    this.network.queues.clear();
    this.dispatcher.clear();
    this.callbacks.clear();
    this.webhooks.clear();
    this.agenda.clear();
    this.media.clear();
    this.inbound.clear();
    this.desk.clear();
    this.powerpacks.clear();
    this.held.releaseAll();
    this.ledger.clear();
    this.requests.clear();
    this.attempts.clear();
    this.faults.reset();
    this.credit.recharge();
    this.admission.reset();
    this.optOuts.clear();
    this.registry.clear();
  }

  async close(): Promise<void> {
    this.pump.stop();
    this.held.releaseAll();
    await this.dispatcher.close();
  }

  private nextAt(): number {
    const first = Math.min(this.wheel.nextAt ?? Infinity, this.network.queues.nextAt ?? Infinity);
    return Math.min(first, this.agenda.nextAt ?? Infinity, this.registry.nextAt);
  }

  /** One slice of what is due; returns how much was done. */
  private work(now: number, max: number): number {
    this.network.queues.drain(now);
    this.registry.advance(now);
    const tasks = this.agenda.run(now, max);
    const events = this.wheel.drain(now, max, (packed) => {
      const event = unpackEvent(packed);
      if (event.kind === 'callback' || event.kind === 'webhook' || event.kind === 'forgery') {
        this.dispatcher.enqueue(packed);
      } else {
        this.network.step(event.kind, event.row, now);
      }
    });
    return Math.max(tasks, events);
  }
}
