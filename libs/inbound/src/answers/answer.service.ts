import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { deadlineIn, PlivoClient, type SendOutcome } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { type AnswerEnd, AnswersRepository, type DueAnswer } from './answers.repository';

/** A tick's worth: confirmations are few, and must not take the requests that campaigns are sent with. */
const MAX_A_TICK = 5;
const BEGUN_WITHIN_MS = 20_000;
const AGAIN_AFTER_MS = 5_000;

/** Sends the answers that are messages of their own; each at most once, whatever dies when. */
@Injectable()
export class AnswerService {
  constructor(
    private readonly repository: AnswersRepository,
    private readonly provider: PlivoClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many were tried */
  async tick(): Promise<number> {
    const now = this.clock.now();
    await this.repository.endStale(now);
    const due = await this.repository.take(now, MAX_A_TICK);
    for (const answer of due) {
      const outcome = await this.send(answer);
      const end = endOf(outcome, this.clock.now());
      const line = { event: 'inbound.answer', inbound_id: answer.inboundId, outcome: outcome.kind, error: end.error };
      if (await this.repository.end(answer.inboundId, end)) this.logger.info(line, 'an inbound message was answered');
      else this.logger.warn(line, 'an answer came to its end too late to be written down');
    }
    return due.length;
  }

  private send({ from, to, type, text }: DueAnswer): Promise<SendOutcome> {
    const request = {
      from: { src: from },
      destinations: [to],
      text,
      type: type === 'whatsapp' ? type : 'sms',
      log: 'true',
      trackable: false,
    } as const;
    return this.provider.sendMessage(request, deadlineIn(BEGUN_WITHIN_MS, this.clock.now().getTime()));
  }
}

function endOf(outcome: SendOutcome, now: Date): AnswerEnd {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'sent' };
    case 'refused':
      return { state: 'refused', error: outcome.error };
    case 'throttled':
      return again(now, outcome.retryAfterMs, outcome.error);
    case 'not_sent':
      return again(now, undefined, outcome.cause);
    case 'unknown':
      return { state: 'unknown', error: outcome.cause };
  }
}

function again(now: Date, afterMs = AGAIN_AFTER_MS, error: string): AnswerEnd {
  return { state: 'waiting', notBefore: new Date(now.getTime() + afterMs), error };
}
