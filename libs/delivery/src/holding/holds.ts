import { HERALD, Lanes } from '@herald/lanes';
import { type Counter, LOGGER, type Logger, Metrics, METRICS } from '@herald/observability';
import type { Refused } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

import { type HoldCode, holdCodeOf } from '../domain/hold-reason';
import type { Halt } from '../domain/send-decision';

/** Holds what the provider refuses for reasons that are not the messages': the account, or a country. */
@Injectable()
export class Holds {
  private readonly begun: Counter<'code'>;

  constructor(
    private readonly lanes: Lanes,
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.begun = metrics.counter({
      name: 'herald_holds_begun_total',
      help: 'Lanes held because the provider refuses for the account’s or a country’s sake.',
      labels: ['code'],
    });
  }

  /** Does nothing for a refusal that is about the batch or its campaign. */
  async refused(halt: Halt, country: string, refusal: Pick<Refused, 'httpStatus' | 'error'>): Promise<void> {
    const code = holdCodeOf(halt, refusal);
    if (code === undefined) return;
    const message = `The provider answered ${refusal.httpStatus}: ${refusal.error}`;
    if (halt === 'country') await this.hold('country', country, code, message);
    else await this.account(code, message);
  }

  /** Nothing of any campaign is sent until it is released. */
  async account(code: HoldCode, message: string): Promise<void> {
    await this.hold('account_messages', '', code, message);
  }

  private async hold(kind: 'account_messages' | 'country', key: string, code: HoldCode, message: string) {
    const isNew = await this.lanes.hold(kind, key, { code, message }, HERALD);
    if (!isNew) return;
    this.begun.inc({ code });
    this.logger.error(
      { event: 'hold.begun', kind, key, code, reason: message },
      'ALARM: the provider refuses; nothing is sent on this lane until it is released or a probe succeeds',
    );
  }
}
