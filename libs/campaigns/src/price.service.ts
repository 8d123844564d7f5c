import { AppError, CLOCK, type Clock } from '@herald/kernel';
import type { MessageType } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

import type { Fault } from '@herald/content';
import { faultsError } from './fault';
import { type Price, PricesRepository } from './prices.repository';

export type { Price } from './prices.repository';

/** What units cost, for forecasts. */
@Injectable()
export class PriceService {
  constructor(
    private readonly prices: PricesRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By country and channel. */
  list(): Promise<Price[]> {
    return this.prices.all();
  }

  /** @throws AppError invalid `country_invalid`, `amount_invalid`, `currency_invalid`, `source_invalid` */
  async put({ country, channel, amount, currency, source }: Omit<Price, 'updated_at'>): Promise<Price> {
    const faults: Fault[] = [];
    const check = (field: keyof Price, ok: boolean, message: string): void => {
      if (!ok) faults.push({ code: `${field}_invalid`, field, message });
    };
    check('country', /^[A-Z]{2}$/.test(country), 'must be an ISO 3166-1 alpha-2 code');
    check(
      'amount',
      /^\d{1,5}(\.\d{1,5})?$/.test(amount),
      'must be a decimal like "0.0055", at most five digits on each side',
    );
    check('currency', /^[A-Z]{3}$/.test(currency), 'must be an ISO 4217 code');
    check('source', source.trim() !== '' && !source.includes('\0'), 'must say where the price comes from');
    const [first, ...others] = faults;
    if (first !== undefined) throw faultsError([first, ...others]);
    return this.prices.put({ country, channel, amount, currency, source: source.trim(), updated_at: this.clock.now() });
  }

  /** @throws AppError not_found `price_not_found` */
  async remove(country: string, channel: MessageType): Promise<void> {
    if (await this.prices.delete(country, channel)) return;
    throw new AppError('not_found', 'price_not_found', `There is no price for ${channel} to ${country}.`);
  }
}
