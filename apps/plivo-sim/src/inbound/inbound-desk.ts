import { AppError } from '@herald/kernel';

import { type Webhook, type Webhooks } from '../callbacks/webhooks';
import { type Agenda } from '../delivery/agenda';
import { type Intake } from '../intake';
import { type MediaStore } from '../media/media-store';
import { countryOf } from '../message/countries';
import { type OptOuts } from '../message/opt-outs';
import { senderKind } from '../message/sender';
import { textShape } from '../message/text-units';
import { type MessageIds } from '../message-id';
import { type Settings } from '../options/settings';
import { type SeededRandom } from '../random';
import { type InboundMedia, type InboundMessage } from './inbound-message';
import { inboundParams } from './inbound-params';
import { type InboundStore } from './inbound-store';
import { type BulkInjection, type InjectedMedia, type Injection } from './injection';
import { autoReply, intentOf, type MessageIntent } from './keywords';
import { carryOut } from './xml-answer';

export interface DeskParts {
  readonly authId: string;
  readonly settings: Settings;
  readonly random: SeededRandom;
  readonly ids: MessageIds;
  readonly store: InboundStore;
  readonly media: MediaStore;
  readonly optOuts: OptOuts;
  readonly webhooks: Webhooks;
  readonly agenda: Agenda;
  readonly intake: Intake;
  readonly now: () => number;
  /** Told when something was put into the queues. */
  readonly wake: () => void;
  readonly mediaUrl: (authId: string, mediaId: string) => string;
  /** The Powerpack that a number is in, or an empty text. */
  readonly powerpackOf: (number: string) => string;
  /** The number and those that share its 10DLC campaign: a STOP to one of them is a STOP to all [notes §4]. */
  readonly blockedTogether: (number: string) => readonly string[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NORTH_AMERICA = ['US', 'CA'];

/** Messages from people: keywords handled as the provider does, then passed on to the customer's `message_url`. */
export class InboundDesk {
  private planned = 0;

  constructor(private readonly parts: DeskParts) {}

  /**
   * A message arrives now.
   *
   * @throws AppError `invalid_request` when `to` is no number of the account
   */
  receive(injection: Injection): InboundMessage {
    this.checkNumber(injection.to);
    return this.arrive(injection);
  }

  /** Many messages, each at a moment of its own within the time given. Returns how many will come. */
  schedule(bulk: BulkInjection): number {
    const { random, agenda, now } = this.parts;
    const { from, texts, within_ms: within, ...rest } = bulk;
    this.checkNumber(bulk.to);
    const people = Array.isArray(from) ? from : Array.from({ length: from.count }, (_, index) => from.first + index);
    const start = now();
    for (const person of people) {
      const nth = this.planned;
      this.planned += 1;
      const text = texts[random.hash('inbound', nth, 11) % texts.length] ?? '';
      agenda.add(start + random.unit('inbound', nth, 10) * within, () => {
        this.arrive({ ...rest, from: person, text });
      });
    }
    return people.length;
  }

  clear(): void {
    this.planned = 0;
  }

  private arrive(injection: Injection): InboundMessage {
    const { settings, store, ids, now, authId, powerpackOf } = this.parts;
    const { from, to, type, text, forged } = injection;
    const at = now();
    const kind = senderKind(to);
    const intent = type === 'sms' && kind !== 'short_code' ? intentOf(text, settings.current.keywords) : '';
    const message: InboundMessage = {
      ...{ uuid: ids.numbered('inbound', store.size), authId, at, from, to, type, text, forged },
      units: type === 'sms' && text !== '' ? textShape(text).units : 1,
      media: injection.media.map((each) => this.keep(each, at)),
      intent,
      powerpackUuid: powerpackOf(to),
      button: injection.button,
      contextId: injection.context_id,
      autoReply: forged || type !== 'sms' ? null : this.handleKeyword(to, from, text, at),
      state: 'received',
      attempts: 0,
      settledAt: null,
      answers: [],
      answerFault: null,
    };
    store.add(message);
    this.passOn(message, injection.times);
    return message;
  }

  private checkNumber(to: string): void {
    const { numbers } = this.parts.settings.current.account;
    if (numbers === null || Object.hasOwn(numbers, to)) return;
    throw new AppError('invalid', 'invalid_request', `to: must be a number of the account (was "${to}")`);
  }

  private keep(media: InjectedMedia, at: number): InboundMedia {
    if (typeof media === 'string') return { url: media, contentType: 'application/octet-stream' };
    const { content, size, file_name: name, content_type: contentType } = media;
    const bytes = content === undefined ? Buffer.alloc(size, 'herald ') : Buffer.from(content, 'base64');
    const stored = this.parts.media.add(this.parts.authId, { name, contentType, bytes }, at, true);
    return { url: this.parts.mediaUrl(stored.authId, stored.id), contentType: stored.contentType };
  }

  /** Whether the provider handles keywords on this number: US and Canada, short codes on request [notes §4]. */
  private handlesKeywords(to: string): boolean {
    const { keywords } = this.parts.settings.current;
    if (!keywords.enabled) return false;
    if (senderKind(to) === 'short_code') return keywords.short_codes;
    return NORTH_AMERICA.includes(countryOf(Number(to)));
  }

  /** STOP blocks, START lifts; returns the provider's own reply. */
  private handleKeyword(to: string, from: number, text: string, at: number): string | null {
    const { settings, optOuts, blockedTogether } = this.parts;
    if (!this.handlesKeywords(to)) return null;
    const { keywords } = settings.current;
    const intent: MessageIntent = intentOf(text, keywords);
    let lifted = false;
    if (intent === 'optout') {
      for (const source of blockedTogether(to)) optOuts.add(source, from);
      optOuts.allowAcknowledgement(to, from, at + settings.realMs(keywords.acknowledgement_ms));
    }
    if (intent === 'optin') for (const source of blockedTogether(to)) lifted = optOuts.remove(source, from) || lifted;
    return autoReply(intent, lifted, keywords);
  }

  private passOn(message: InboundMessage, times: number): void {
    const { settings, webhooks, authId } = this.parts;
    const { account, inbound } = settings.current;
    if (account.message_url === null) return;
    const params = inboundParams(message, inbound.media_first_index);
    const webhook: Webhook = {
      ...{ authId, kind: 'inbound', method: account.message_method, url: account.message_url, params },
      lie: { ...params, ...this.lie(message) },
      onAnswer: (body) => {
        if (inbound.xml_answers && !message.forged) this.answer(message, body);
      },
      onSettled: (acknowledged, attempts) => {
        this.settled(message, webhook, acknowledged, attempts);
      },
    };
    for (let nth = 0; nth < times; nth += 1) {
      if (message.forged) webhooks.forge(webhook, message.at);
      else webhooks.announce(webhook, message.uuid, message.at);
    }
  }

  /** What an attacker would have the customer believe: that this person said STOP. */
  private lie(message: InboundMessage): Record<string, string> {
    const key = message.type === 'sms' ? 'Text' : 'Body';
    const intent = message.type === 'sms' ? { MessageIntent: 'optout' } : {};
    return { MessageUUID: this.parts.ids.apiId(message.from), [key]: 'STOP', ...intent };
  }

  private settled(message: InboundMessage, webhook: Webhook, acknowledged: boolean, attempts: number): void {
    const { settings, agenda, webhooks, now } = this.parts;
    message.attempts += attempts;
    message.settledAt = now();
    if (message.state !== 'delivered') message.state = acknowledged ? 'delivered' : 'undelivered';
    const again = now() + settings.realMs(HOUR_MS);
    const lasts = again - message.at <= settings.realMs(DAY_MS);
    if (acknowledged || !lasts || settings.current.unknowns.inbound_retry === 'as_callbacks') return;
    agenda.add(again, () => {
      webhooks.announce(webhook, message.uuid, again);
    });
  }

  private answer(message: InboundMessage, xml: string): void {
    const { intake, ids, now } = this.parts;
    carryOut(message, xml, { intake, ids, now: now() });
    this.parts.wake();
  }
}
