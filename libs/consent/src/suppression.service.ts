import type { Sql } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { e164Digits } from './domain/e164';
import type { Suppression, SuppressionPage, SuppressionsAdded } from './suppression';
import { SuppressionsRepository } from './suppressions.repository';

interface Grounds {
  readonly reason: string;
  readonly source: string;
}

/** Who must not be sent to. Numbers are given in E.164 form, with or without `+`. */
@Injectable()
export class SuppressionService {
  constructor(
    private readonly repository: SuppressionsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Adds all or, when one of them is no number, none. Numbers that are there already stay as they are. */
  async add(phones: readonly string[], grounds: Grounds): Promise<SuppressionsAdded> {
    const digits = new Set(phones.map((phone, index) => e164Digits(phone, `phones.${index}`)));
    const added = await this.repository.insert({ phones: [...digits], ...grounds, at: this.clock.now() });
    return { added, known: digits.size - added };
  }

  /** @throws AppError not_found `suppression_not_found` */
  async remove(phone: string): Promise<void> {
    if (!(await this.repository.delete(e164Digits(phone)))) throw notSuppressed();
  }

  /** @throws AppError not_found `suppression_not_found` */
  async get(phone: string): Promise<Suppression> {
    const found = await this.repository.find(e164Digits(phone));
    if (found === undefined) throw notSuppressed();
    return found;
  }

  /** In the order of the numbers. @param cursor `nextCursor` of the page before */
  async list(limit: number, cursor?: string): Promise<SuppressionPage> {
    const after = cursor === undefined ? '0' : e164Digits(cursor, 'cursor');
    const found = await this.repository.after(after, limit + 1);
    const objects = found.slice(0, limit);
    return { objects, nextCursor: found.length > limit ? (objects.at(-1)?.phone ?? null) : null };
  }

  /** Those of `phones` (digits) that are suppressed now, as `sql` sees it: pass the transaction that decides on it. */
  async suppressedAmong(sql: Sql, phones: readonly string[]): Promise<Set<string>> {
    return new Set(await this.repository.among(sql, phones));
  }
}

function notSuppressed(): AppError {
  return new AppError('not_found', 'suppression_not_found', 'This number is not suppressed.');
}
