import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@herald/kernel';

import { readAnswer } from './answer-reader';
import type { Deadline } from './deadline';
import { jsonObjectOf } from './http-answer';
import { listQuery, type MessageFilter } from './list-messages';
import { type MessagePage, type MessageRecord, readMessagePage, readMessageRecord } from './message-record';
import { everyItem } from './pages';
import { PlivoTransport } from './plivo-transport';
import { describeCause, ProviderError } from './provider-error';
import { type MessageMedia, messageMedia } from './resources/media';
import { readSendAnswer } from './send-answer';
import type { SendOutcome } from './send-outcome';
import { sendBody, type SendRequest } from './send-request';

/** The provider's message API. https://www.plivo.com/docs/messaging/api/message */
@Injectable()
export class PlivoClient {
  constructor(
    private readonly transport: PlivoTransport,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Sends; never throws. Past `notAfter` the request is not begun any more (`not_sent`), however long this process was frozen or waited
   * for a connection.
   */
  async sendMessage(request: SendRequest, notAfter: Deadline): Promise<SendOutcome> {
    const content = { type: 'application/json', bytes: sendBody(request) };
    const result = await this.transport.attempt('messages.send', {}, { content }, notAfter);
    if (result.stage === 'answered') return readSendAnswer(result.answer, this.clock.now());
    const cause = describeCause(result.error);
    return result.stage === 'unwritten'
      ? { kind: 'not_sent', cause }
      : { kind: 'unknown', cause, httpStatus: undefined };
  }

  /** One page of messages, newest first. @throws ProviderError */
  async listMessages(filter: MessageFilter): Promise<MessagePage> {
    const answer = await this.transport.call('messages.list', {}, { query: listQuery(filter) });
    const page = readMessagePage(jsonObjectOf(answer));
    if (page === undefined) throw ProviderError.unreadable(answer);
    return page;
  }

  /** Page after page; new messages push older ones on, so one may come twice. @throws ProviderError */
  allMessages(filter: MessageFilter): AsyncGenerator<MessageRecord, void, void> {
    return everyItem(async (page) => {
      const { records: items, hasMore } = await this.listMessages({ ...filter, ...page });
      return { items, meta: { next: hasMore ? 'more' : null } };
    }, filter);
  }

  /** @returns undefined when the provider knows no such message. @throws ProviderError */
  async getMessage(messageUuid: string): Promise<MessageRecord | undefined> {
    const answer = await this.transport.find('messages.get', { message_uuid: messageUuid });
    if (answer === undefined) return undefined;
    const record = readMessageRecord(jsonObjectOf(answer));
    if (record === undefined) throw ProviderError.unreadable(answer);
    return record;
  }

  /** The files sent or received with a message; none when its content is not logged. @throws ProviderError */
  async listMessageMedia(messageUuid: string): Promise<MessageMedia> {
    return readAnswer(await this.transport.call('messages.media', { message_uuid: messageUuid }), messageMedia);
  }
}
