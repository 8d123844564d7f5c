import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { checkScope } from './domain/check-scope';
import { e164Digits } from './domain/e164';
import { EVERYTHING, type Scope, type ScopeKey, SCOPES } from './domain/scope';
import type {
  OperatorGrounds,
  Suppression,
  SuppressionFilter,
  SuppressionPage,
  SuppressionsAdded,
} from './suppression';
import { lift, suppress, type SuppressionCause } from './suppression-changes';
import { SuppressionsRepository } from './suppressions.repository';

const ANY_CAUSE: readonly SuppressionCause[] = ['review', 'error_code', 'keyword', 'operator'];

/** Who must not be sent to. Numbers are given in E.164 form, with or without `+`. Every change is in the audit trail. */
@Injectable()
export class SuppressionService {
  constructor(
    private readonly repository: SuppressionsRepository,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Adds all or, when one of them is no number, none. What an operator suppressed before stays as it is.
   *
   * @throws AppError invalid `phone_invalid`, `scope_invalid`
   */
  async add(
    phones: readonly string[],
    grounds: OperatorGrounds,
    where: ScopeKey = EVERYTHING,
  ): Promise<SuppressionsAdded> {
    const target = checkScope(where.scope, where.key);
    const rows = phones.map((phone, index) => ({ phone: e164Digits(phone, `phones.${index}`), ...target }));
    return suppress(this.database, rows, { ...grounds, cause: 'operator', at: this.clock.now() });
  }

  /**
   * @param where the one suppression to lift; all of the number when left out
   * @throws AppError not_found `suppression_not_found`
   */
  async remove(phone: string, grounds: OperatorGrounds, where?: ScopeKey): Promise<void> {
    const digits = e164Digits(phone);
    const target = where === undefined ? undefined : checkScope(where.scope, where.key);
    await this.database.transaction(async (tx) => {
      const rows = target === undefined ? await this.repository.of(tx, digits) : [{ phone: digits, ...target }];
      const at = this.clock.now();
      const lifted = await lift(tx, rows, { ...grounds, cause: 'operator', at }, ANY_CAUSE);
      if (lifted === 0) throw notSuppressed();
    });
  }

  /** All of a number, the widest first. @throws AppError not_found `suppression_not_found` */
  async get(phone: string): Promise<Suppression[]> {
    const found = await this.repository.of(this.database, e164Digits(phone));
    if (found.length === 0) throw notSuppressed();
    return found;
  }

  /** Within any scope, now. */
  async isSuppressed(phone: string): Promise<boolean> {
    return (await this.repository.of(this.database, e164Digits(phone))).length > 0;
  }

  /** In the order of the numbers. @param cursor `nextCursor` of the page before */
  async list(limit: number, cursor?: string, filter: SuppressionFilter = {}): Promise<SuppressionPage> {
    const after = cursor === undefined ? { phone: '0', ...EVERYTHING } : readCursor(cursor);
    const found = await this.repository.after(after, filter, limit + 1);
    const objects = found.slice(0, limit);
    const last = objects.at(-1);
    return { objects, nextCursor: found.length > limit && last !== undefined ? cursorOf(last) : null };
  }
}

function cursorOf({ phone, scope, key }: Suppression): string {
  return scope === 'everything' ? phone : Buffer.from(JSON.stringify([phone, scope, key])).toString('base64url');
}

/** @throws AppError invalid `cursor_invalid` */
function readCursor(cursor: string): ScopeKey & { phone: string } {
  if (/^[1-9]\d{6,14}$/.test(cursor)) return { phone: cursor, ...EVERYTHING };
  try {
    const parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (Array.isArray(parsed)) {
      const [phone, scope, key] = parsed as unknown[];
      const known = SCOPES.find((each: Scope) => each === scope);
      if (typeof phone === 'string' && known !== undefined && typeof key === 'string')
        return { phone: e164Digits(phone), scope: known, key };
    }
  } catch {
    // Whatever it is, it is no cursor of ours.
  }
  throw new AppError('invalid', 'cursor_invalid', 'cursor must be the next_cursor of the page before.');
}

function notSuppressed(): AppError {
  return new AppError('not_found', 'suppression_not_found', 'This number is not suppressed, at least not there.');
}
