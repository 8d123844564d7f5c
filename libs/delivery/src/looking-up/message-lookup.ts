import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { lookupProblem, type MessageMedia, type MessageRecord, PlivoClient } from '@herald/provider';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { DELIVERY_OPTIONS, type LookupOptions } from '../delivery-options';
import { windowOf } from '../domain/evidence';
import { sendTiming } from '../domain/send-timing';
import { LOOKUP_LIMITER, type LookupLimiter } from '../limiter/send-limiter';
import { commitLookups } from '../reconciling/commit-lookups';
import { isKnown } from '../reconciling/look-through';
import { factsOf } from '../reconciling/record-facts';
import { type Difference, differencesOf } from './differences';
import { WantedRepository, type WantedMessage } from './wanted.repository';

/**
 * What a look-up did to the ledger:
 * - `applied`: the message's row was changed
 * - `unchanged`: the ledger knew it all, or knew more
 * - `not_found`: the provider has no record of it
 * - `not_readable`: there is a record, of another number or in a state Herald does not know; nothing was written
 */
export type LookupOutcome = 'applied' | 'unchanged' | 'not_found' | 'not_readable';

export interface FoundMessage {
  readonly outcome: LookupOutcome;
  readonly record: MessageRecord | undefined;
  /** Between what the ledger held before and the record. */
  readonly differences: readonly Difference[];
}

/** The files of one message, sent or received, as the provider has them. */
export interface MediaOfMessage {
  readonly messageUuid: string;
  readonly objects: MessageMedia['objects'];
}

/** A person waits for it, and a browser's or a proxy's patience is at its end after this. */
const PATIENCE_MS = 25_000;
const PLAIN_NUMBER = /^\d{5,15}$/;

/**
 * Single messages looked up at the provider because a person asks. They share the look-ups of all workers, and what is found goes
 * into the ledger as what a reconciliation finds.
 */
@Injectable()
export class MessageLookup implements OnApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly wanted: WantedRepository,
    private readonly provider: PlivoClient,
    private readonly database: Database,
    @Inject(LOOKUP_LIMITER) private readonly limiter: LookupLimiter,
    @Inject(DELIVERY_OPTIONS) private readonly options: LookupOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * By its UUID; before its first callback, by its number among the UUIDs that its batch was answered with.
   *
   * @param phone E.164 digits
   * @throws AppError not_found `campaign_not_found`, `message_not_found`; conflict `message_not_sent`, `message_uuid_unknown`,
   * `provider_refused`; unavailable `provider_unavailable`, `provider_throttled`, `lookups_busy`
   */
  async lookUp(campaignId: number, phone: string): Promise<FoundMessage> {
    const message = await this.find(campaignId, phone);
    const record = await this.ask('the message', () => this.recordOf(message));
    const found = await this.feed(message, record);
    const { batch } = message;
    const line = { campaign_id: campaignId, batch_id: batch.id, outcome: found.outcome };
    this.logger.info({ event: 'message.looked_up', ...line }, 'a message was looked up by hand');
    return found;
  }

  /**
   * What the provider has of a message's files. None where it was sent without, or its content is not logged.
   *
   * @throws AppError as `lookUp`, and not_found `provider_message_unknown`
   */
  async mediaOf(campaignId: number, phone: string): Promise<MediaOfMessage> {
    const { facts, batch } = await this.find(campaignId, phone);
    if (facts.messageUuid === null) throw noUuid(batch);
    return { messageUuid: facts.messageUuid, objects: await this.media(facts.messageUuid) };
  }

  /** The same of any message, also of one that a person sent. @throws AppError as `mediaOf` */
  async media(messageUuid: string): Promise<MessageMedia['objects']> {
    const page = await this.ask('the message’s media', () => this.provider.listMessageMedia(messageUuid));
    return page.objects;
  }

  onApplicationShutdown(): void {
    this.stopping.abort('aborted');
  }

  private async find(campaignId: number, phone: string): Promise<WantedMessage> {
    const found = await this.wanted.find(campaignId, phone);
    if (found === 'no_campaign')
      throw new AppError('not_found', 'campaign_not_found', `There is no campaign ${campaignId}.`);
    if (found === 'no_message') {
      throw new AppError('not_found', 'message_not_found', `Campaign ${campaignId} has no message to ${phone}.`);
    }
    return found;
  }

  private recordOf({ phone, facts, batch, hasNumber }: WantedMessage): Promise<MessageRecord | undefined> {
    if (facts.messageUuid !== null) return this.provider.getMessage(facts.messageUuid);
    if (batch.sendingAt === null || batch.uuids.size === 0 || !hasNumber) throw noUuid(batch);
    return this.byNumber(phone, batch, batch.sendingAt);
  }

  private async byNumber(to: string, batch: WantedMessage['batch'], sendingAt: Date) {
    const { from: sentFrom, until: sentUntil } = windowOf(sendingAt, sendTiming(this.options).leaseMs);
    const page = await this.provider.listMessages({ to, sentFrom, sentUntil });
    return page.records.find((record) => isKnown(batch, null, record));
  }

  private async ask<T>(what: string, work: () => Promise<T>): Promise<T> {
    const waiting = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const admission = await this.limiter.lookUp(work, waiting);
      if (admission.kind === 'done') return admission.value;
    } catch (error) {
      throw lookupProblem(error, what);
    }
    const message = `The look-ups that the provider allows are all taken, or Redis is away: ${what} could not be asked for. Try again.`;
    throw new AppError('unavailable', 'lookups_busy', message);
  }

  private async feed(message: WantedMessage, record: MessageRecord | undefined): Promise<FoundMessage> {
    if (record === undefined) return { outcome: 'not_found', record, differences: [] };
    const facts = factsOf(record);
    const isOther = PLAIN_NUMBER.test(record.to) && record.to !== message.phone;
    if (facts === undefined || isOther) return { outcome: 'not_readable', record, differences: [] };
    const found = { batchId: message.batch.id, to: message.phone, facts };
    const [done] = await commitLookups(this.database, [found], this.clock.now());
    const differences = differencesOf(message.facts, message.state, facts);
    return { outcome: done === 'applied' ? 'applied' : 'unchanged', record, differences };
  }
}

function noUuid({ id, state }: WantedMessage['batch']): AppError {
  if (state === 'sending' || state === 'unknown' || state === 'accepted') {
    const message = `The provider has not said yet under which UUID it keeps the message: batch ${id} is ${state}. The next callback or reconciliation tells; until then look for the number in the provider's own console.`;
    return new AppError('conflict', 'message_uuid_unknown', message);
  }
  const message = `The message was not sent, so there is nothing to look up: batch ${id} is ${state}.`;
  return new AppError('conflict', 'message_not_sent', message);
}
