import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { senderKey } from '../domain/check-scope';
import type { Scope } from '../domain/scope';
import { SenderRulesReader } from '../sender-rules';
import { changedMeanwhile } from './changed-meanwhile';

export interface ConsentSetting {
  /** A number, a src or a Powerpack uuid; empty: all that have no row of their own. */
  readonly sender: string;
  /** How far an opt-out reaches. */
  readonly scope: Scope;
  /** What HELP is answered with; null: the provider's own answer is all. */
  readonly help_text: string | null;
  readonly version: number;
  readonly updated_at: Date;
}

const COLUMNS = 'sender, scope, help_text, version, updated_at';

/** How far an opt-out to a sender reaches, and what it answers HELP with. */
@Injectable()
export class ConsentSettings {
  constructor(
    private readonly database: Database,
    private readonly rules: SenderRulesReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<ConsentSetting[]> {
    const { rows } = await this.database.query<ConsentSetting>(
      `SELECT ${COLUMNS} FROM consent_settings ORDER BY sender`,
    );
    return rows;
  }

  /** @throws AppError not_found `consent_setting_not_found` */
  async get(sender: string): Promise<ConsentSetting> {
    const { rows } = await this.database.query<ConsentSetting>(
      `SELECT ${COLUMNS} FROM consent_settings WHERE sender = $1`,
      [senderKey(sender)],
    );
    return rows[0] ?? noSetting();
  }

  /**
   * Makes or replaces a sender's row. What was suppressed before keeps the scope it has.
   *
   * @param version what the caller has read; undefined: whatever is there
   * @throws AppError precondition_failed `version_mismatch`
   */
  async put(
    sender: string,
    { scope, helpText }: { readonly scope: Scope; readonly helpText: string | null },
    version: number | undefined,
  ): Promise<ConsentSetting> {
    const values = [senderKey(sender), scope, helpText, this.clock.now()];
    const { rows } = await this.database.query<ConsentSetting>(
      version === undefined
        ? `INSERT INTO consent_settings AS c (sender, scope, help_text, updated_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (sender) DO UPDATE SET scope = $2, help_text = $3, updated_at = $4, version = c.version + 1
           RETURNING ${COLUMNS}`
        : `UPDATE consent_settings SET scope = $2, help_text = $3, updated_at = $4, version = version + 1
           WHERE sender = $1 AND version = $5 RETURNING ${COLUMNS}`,
      version === undefined ? values : [...values, version],
    );
    this.rules.forget();
    return rows[0] ?? changedMeanwhile();
  }

  /** @throws AppError not_found `consent_setting_not_found` */
  async remove(sender: string): Promise<void> {
    const { count } = await this.database.query('DELETE FROM consent_settings WHERE sender = $1 RETURNING 1', [
      senderKey(sender),
    ]);
    this.rules.forget();
    if (count === 0) noSetting();
  }
}

function noSetting(): never {
  throw new AppError('not_found', 'consent_setting_not_found', 'This sender has no settings of its own.');
}
