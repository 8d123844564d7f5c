import { Database, type Sql } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { FEE_ITEMS, type FeeItem, type Fees } from '../domain/tendlc/cost';

export interface Fee {
  readonly item: FeeItem;
  /** US dollars; null: not known. */
  readonly amount: string | null;
  readonly source: string | null;
  readonly updated_at: Date | null;
}

interface Known {
  readonly item: FeeItem;
  readonly amount: string;
  readonly source: string;
}

/** What the provider charges for registering: rows that operators correct. */
@Injectable()
export class RegistrationFees {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<Fee[]> {
    const { rows } = await this.database.query<Fee>('SELECT item, amount, source, updated_at FROM registration_fees');
    return FEE_ITEMS.map(
      (item) => rows.find((row) => row.item === item) ?? { item, amount: null, source: null, updated_at: null },
    );
  }

  async known(sql: Sql): Promise<Fees> {
    const { rows } = await sql.query<Known>('SELECT item, amount, source FROM registration_fees');
    return new Map(rows.map(({ item, ...fee }) => [item, fee]));
  }

  /** @throws AppError invalid `fee_invalid` */
  async put(item: string, amount: string, source: string): Promise<Fee> {
    const known = FEE_ITEMS.find((each) => each === item);
    if (known === undefined)
      throw invalid('item', `is ${JSON.stringify(item)}: must be one of ${FEE_ITEMS.join(', ')}`);
    if (!/^\d{1,7}(\.\d{1,2})?$/.test(amount)) {
      throw invalid('amount', `is ${JSON.stringify(amount)}: must be US dollars as "15.00"`);
    }
    const { rows } = await this.database.query<Fee>(
      `INSERT INTO registration_fees (item, amount, source, updated_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (item) DO UPDATE SET amount = excluded.amount, source = excluded.source, updated_at = excluded.updated_at
       RETURNING item, amount, source, updated_at`,
      [known, amount, source, this.clock.now()],
    );
    const [fee] = rows;
    if (fee === undefined) throw new Error('INSERT … RETURNING gave no row');
    return fee;
  }
}

function invalid(field: string, message: string): AppError {
  return new AppError('invalid', 'fee_invalid', `${field} ${message}`, { details: [{ field, message }] });
}
