import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { checkKeywords, type KeywordTableInput } from '../domain/check-keywords';
import { senderKey } from '../domain/check-scope';
import { matchReply, type ReplyMeaning } from '../domain/keywords/match-reply';
import { SenderRulesReader } from '../sender-rules';
import { changedMeanwhile } from './changed-meanwhile';

export interface StoredKeywordTable extends KeywordTableInput {
  /** Empty: every sender. */
  readonly sender: string;
  /** ISO 639; empty: of no language in particular. */
  readonly language: string;
  readonly version: number;
  readonly updated_at: Date;
}

const COLUMNS = 'sender, language, opt_out, opt_in, help, ignored, version, updated_at';

/** Keywords beside the built-in ones. A change is followed within a second or so by every process. */
@Injectable()
export class KeywordTables {
  constructor(
    private readonly database: Database,
    private readonly rules: SenderRulesReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<StoredKeywordTable[]> {
    const { rows } = await this.database.query<StoredKeywordTable>(
      `SELECT ${COLUMNS} FROM keyword_tables ORDER BY sender, language`,
    );
    return rows;
  }

  /** @throws AppError not_found `keyword_table_not_found` */
  async get(sender: string, language: string): Promise<StoredKeywordTable> {
    const { rows } = await this.database.query<StoredKeywordTable>(
      `SELECT ${COLUMNS} FROM keyword_tables WHERE sender = $1 AND language = $2`,
      [senderKey(sender), language],
    );
    return rows[0] ?? noTable();
  }

  /**
   * Makes or replaces a table.
   *
   * @param version what the caller has read; undefined: whatever is there
   * @throws AppError invalid `keywords_invalid`, precondition_failed `version_mismatch`
   */
  async put(
    sender: string,
    language: string,
    table: KeywordTableInput,
    version: number | undefined,
  ): Promise<StoredKeywordTable> {
    const { opt_out: optOut, opt_in: optIn, help, ignored } = checkKeywords(table, language);
    const values = [senderKey(sender), language, optOut, optIn, help, ignored, this.clock.now()];
    const { rows } = await this.database.query<StoredKeywordTable>(
      version === undefined
        ? `INSERT INTO keyword_tables AS k (sender, language, opt_out, opt_in, help, ignored, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (sender, language) DO UPDATE SET opt_out = $3, opt_in = $4, help = $5, ignored = $6, updated_at = $7,
             version = k.version + 1 RETURNING ${COLUMNS}`
        : `UPDATE keyword_tables SET opt_out = $3, opt_in = $4, help = $5, ignored = $6, updated_at = $7, version = version + 1
           WHERE sender = $1 AND language = $2 AND version = $8 RETURNING ${COLUMNS}`,
      version === undefined ? values : [...values, version],
    );
    this.rules.forget();
    return rows[0] ?? changedMeanwhile();
  }

  /** @throws AppError not_found `keyword_table_not_found` */
  async remove(sender: string, language: string): Promise<void> {
    const { count } = await this.database.query(
      'DELETE FROM keyword_tables WHERE sender = $1 AND language = $2 RETURNING 1',
      [senderKey(sender), language],
    );
    this.rules.forget();
    if (count === 0) noTable();
  }

  /** What a reply to one of our numbers would be taken for; nothing is done. */
  async read(text: string, to: string): Promise<ReplyMeaning> {
    const { book } = await this.rules.of(this.database, senderKey(to));
    return matchReply(text, book);
  }
}

function noTable(): never {
  throw new AppError('not_found', 'keyword_table_not_found', 'There is no keyword table of this sender and language.');
}
