import { type Webhooks } from '../callbacks/webhooks';
import { type Settings } from '../options/settings';
import { type SeededRandom } from '../random';
import { RegistrationIds } from './ids';
import {
  chooseOutcome,
  defaultReason,
  firstState,
  nextState,
  oppositeState,
  type RegistrationKind,
  type RegistrationState,
} from './machine';
import { primaryProfile } from './primary-profile';
import {
  type AnyRegistration,
  type Brand,
  type Campaign,
  type NumberLink,
  type Profile,
  type Verification,
} from './records';
import { type Tier, tierOf } from './tiers';
import { Timetable } from './timetable';
import { webhookParams } from './webhook-params';

export interface RegistryParts {
  readonly settings: Settings;
  readonly random: SeededRandom;
  readonly webhooks: Webhooks;
  readonly mainAuthId: string;
  readonly now: () => number;
  /** Something may be due earlier than it was. */
  readonly wake: () => void;
}

/** Everything that is registered, and how it moves: on the clock, or by command. */
export class Registry {
  readonly ids: RegistrationIds;
  readonly profiles = new Map<string, Profile>();
  readonly brands = new Map<string, Brand>();
  readonly campaigns = new Map<string, Campaign>();
  /** By number: one campaign has it at a time. */
  readonly links = new Map<string, NumberLink>();
  readonly verifications = new Map<string, Verification>();
  /** How often each kind was submitted, resubmissions too: every one costs money. */
  readonly submissions = new Map<RegistrationKind, number>();
  private readonly timetable = new Timetable();
  private readonly struck = new Map<string, number>();
  private changes = 0;

  constructor(private readonly parts: RegistryParts) {
    this.ids = new RegistrationIds(parts.random);
    this.begin();
    parts.settings.onChange(() => {
      this.changes += 1;
      this.begin();
      for (const registration of this.all()) this.plan(registration);
      parts.wake();
    });
  }

  /** Grows whenever something may send differently than before. */
  get version(): number {
    return this.changes;
  }

  get nextAt(): number {
    return this.timetable.nextAt;
  }

  *all(): Generator<AnyRegistration> {
    yield* this.brands.values();
    yield* this.campaigns.values();
    yield* this.links.values();
    yield* this.verifications.values();
  }

  find(kind: RegistrationKind, id: string): AnyRegistration | undefined {
    if (kind === 'brand') return this.brands.get(id);
    if (kind === 'campaign') return this.campaigns.get(id);
    if (kind === 'tollfree') return this.verifications.get(id) ?? this.verificationOf(id);
    const link = this.links.get(id);
    return link?.kind === kind ? link : undefined;
  }

  /** The latest verification of a toll-free number. */
  verificationOf(number: string): Verification | undefined {
    return [...this.verifications.values()].filter((each) => each.number === number).at(-1);
  }

  /** The registered campaign that a number sends for; undefined while there is none. */
  campaignOf(number: string): Campaign | undefined {
    const link = this.links.get(number);
    const campaign = link?.linked === true ? this.campaigns.get(link.campaignId) : undefined;
    return campaign?.state === 'registered' ? campaign : undefined;
  }

  /** The numbers of the same 10DLC campaign, this one among them: a STOP to one is a STOP to all. */
  numbersWith(number: string): string[] {
    const campaign = this.links.get(number)?.campaignId;
    if (campaign === undefined) return [number];
    return [...this.links.values()].filter(({ campaignId }) => campaignId === campaign).map(({ id }) => id);
  }

  /** What carriers allow a campaign; of one that came from elsewhere the brand's score is the options'. */
  tierOfCampaign({ brandId, usecase }: Campaign): Tier {
    const brand = this.brands.get(brandId);
    const { vetting_score: score } = this.parts.settings.current.registration;
    return tierOf(brand === undefined ? score : brand.vettingScore, usecase);
  }

  /** A registration was handed in, for the first time or again. */
  submit(registration: AnyRegistration, now: number): void {
    const { kind } = registration;
    this.submissions.set(kind, (this.submissions.get(kind) ?? 0) + 1);
    this.enter(registration, firstState(kind), null, now);
    if (kind !== 'tollfree') this.announce(registration, now);
  }

  /** A verification was edited: it is looked at again, and the options say what it is called meanwhile. */
  resubmitVerification(verification: Verification, now: number): void {
    const { tollfree_after_update: called } = this.parts.settings.current.registration;
    const waiting = verification.state === 'UPDATE_REQUIRED' && called === 'UPDATE_REQUIRED';
    const { reason } = verification;
    verification.resubmitted = waiting;
    this.submit(verification, now);
    if (waiting) this.enter(verification, 'UPDATE_REQUIRED', reason, now);
  }

  /** Moves a registration whatever its state: a command, or the clock. The customer is told. */
  move(registration: AnyRegistration, state: RegistrationState, reason: string | null, now: number): void {
    if (registration.kind === 'tollfree') registration.resubmitted = false;
    this.enter(registration, state, reason ?? defaultReason(state), now);
    if (registration.kind === 'brand' && state === 'registered') {
      const { vetting_score: score } = this.parts.settings.current.registration;
      registration.vettingScore = registration.secondaryVetting ? score : null;
    }
    if (registration.kind === 'number_linking') registration.linked = state === 'success';
    this.announce(registration, now);
    if (registration.kind === 'number_unlinking') this.unlinked(registration, now);
  }

  /** Moves everything that waits for the clock one state on; returns how many moved. */
  step(now: number): number {
    const waiting = [...this.all()].filter((each) => this.outcomeOf(each) !== undefined);
    for (const each of waiting) this.forward(each, now);
    return waiting.length;
  }

  /** What came due. */
  advance(now: number): void {
    if (this.timetable.nextAt > now) return;
    for (const key of this.timetable.take(now)) {
      const [kind, id] = key.split(' ') as [RegistrationKind, string];
      const registration = this.find(kind, id);
      if (registration !== undefined) this.forward(registration, now);
    }
  }

  remove(registration: AnyRegistration): void {
    const { kind, id } = registration;
    this.changes += 1;
    this.timetable.delete(`${kind} ${id}`);
    if (kind === 'brand') this.brands.delete(id);
    else if (kind === 'campaign') this.campaigns.delete(id);
    else if (kind === 'tollfree') this.verifications.delete(id);
    else this.links.delete(id);
  }

  clear(): void {
    for (const map of [this.profiles, this.brands, this.campaigns, this.links, this.verifications]) map.clear();
    this.submissions.clear();
    this.struck.clear();
    this.timetable.clear();
    this.ids.reset();
    this.changes += 1;
    this.begin();
  }

  private begin(): void {
    const { mainAuthId, now, settings } = this.parts;
    if (!settings.current.registration.primary_profile || this.profiles.size > 0) return;
    const profile = primaryProfile(this.ids.uuid('profile'), mainAuthId, now());
    this.profiles.set(profile.uuid, profile);
  }

  /** The next state, by the options as they are now; undefined where nothing comes by itself. */
  private outcomeOf(registration: AnyRegistration): ReturnType<typeof chooseOutcome> | undefined {
    const { registration: options } = this.parts.settings.current;
    const { kind } = registration;
    const state = kind === 'tollfree' && registration.resubmitted ? 'SUBMITTED' : registration.state;
    const chosen = chooseOutcome(kind, namesOf(registration), options, this.struck);
    const next = nextState(kind, state, chosen.state, options.tollfree_processing);
    if (next === undefined) return undefined;
    return next === chosen.state ? chosen : { state: next, reason: null, name: null };
  }

  private forward(registration: AnyRegistration, now: number): void {
    const outcome = this.outcomeOf(registration);
    if (outcome === undefined) return;
    const { name } = outcome;
    if (name !== null) this.struck.set(name, (this.struck.get(name) ?? 0) + 1);
    this.move(registration, outcome.state, outcome.reason, now);
  }

  private enter(registration: AnyRegistration, state: RegistrationState, reason: string | null, now: number): void {
    Object.assign(registration, { state, reason, changedAt: now });
    this.changes += 1;
    this.plan(registration);
    this.parts.wake();
  }

  private plan(registration: AnyRegistration): void {
    const { settings } = this.parts;
    const { step_seconds: seconds } = settings.current.registration;
    const key = `${registration.kind} ${registration.id}`;
    if (seconds === null || this.outcomeOf(registration) === undefined) this.timetable.delete(key);
    else this.timetable.set(key, registration.changedAt + settings.realMs(seconds * 1000));
  }

  /** The end of an unlinking: the number is free, or stays where it was. */
  private unlinked(link: NumberLink, now: number): void {
    if (link.state === 'success') this.remove(link);
    if (link.state !== 'failed') return;
    this.timetable.delete(`${link.kind} ${link.id}`);
    link.kind = 'number_linking';
    this.enter(link, link.linked ? 'success' : 'failed', null, now);
  }

  private announce(registration: AnyRegistration, now: number): void {
    const { webhooks, settings } = this.parts;
    const { kind, id, authId, hook, state, reason } = registration;
    if (hook === null) return;
    const { registration: options } = settings.current;
    const lie = oppositeState(kind, state);
    webhooks.announce(
      {
        ...{ authId, kind, ...hook },
        params: webhookParams(registration, state, reason, options),
        lie: webhookParams(registration, lie, defaultReason(lie), options),
      },
      `${id} ${state}`,
      now,
    );
  }
}

function namesOf(registration: AnyRegistration): string[] {
  const { kind, id } = registration;
  if (kind === 'brand' || kind === 'campaign') return [id, registration.alias];
  return kind === 'tollfree' ? [id, registration.number] : [id];
}
