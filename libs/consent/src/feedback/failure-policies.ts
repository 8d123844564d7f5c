import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { changedMeanwhile } from '../settings/changed-meanwhile';

/** From how many final failures with a code on a number is suppressed. */
export interface FailurePolicy {
  readonly error_code: number;
  /** So many campaigns in which it ended so, with nothing delivered to it since the first. */
  readonly failures: number;
  readonly window_days: number;
  /** `everything`: the number is no good. `opt_out`: as far as an opt-out to the campaign's sender would reach. */
  readonly scope: 'everything' | 'opt_out';
  readonly enabled: boolean;
  readonly version: number;
  readonly updated_at: Date;
}

export type FailurePolicyInput = Pick<FailurePolicy, 'failures' | 'window_days' | 'scope' | 'enabled'>;

const COLUMNS = 'error_code, failures, window_days, scope, enabled, version, updated_at';

/** What final error codes do to suppressions, as data. */
@Injectable()
export class FailurePolicies {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<FailurePolicy[]> {
    const { rows } = await this.database.query<FailurePolicy>(
      `SELECT ${COLUMNS} FROM failure_policies ORDER BY error_code`,
    );
    return rows;
  }

  /** @throws AppError not_found `failure_policy_not_found` */
  async get(errorCode: number): Promise<FailurePolicy> {
    const { rows } = await this.database.query<FailurePolicy>(
      `SELECT ${COLUMNS} FROM failure_policies WHERE error_code = $1`,
      [errorCode],
    );
    const [policy] = rows;
    if (policy !== undefined) return policy;
    throw new AppError('not_found', 'failure_policy_not_found', `There is no policy for the error code ${errorCode}.`);
  }

  /**
   * Makes or replaces one. It counts for failures that are found from now on.
   *
   * @param version what the caller has read; undefined: whatever is there
   * @throws AppError precondition_failed `version_mismatch`
   */
  async put(errorCode: number, policy: FailurePolicyInput, version: number | undefined): Promise<FailurePolicy> {
    const { failures, window_days: days, scope, enabled } = policy;
    const values = [errorCode, failures, days, scope, enabled, this.clock.now()];
    const { rows } = await this.database.query<FailurePolicy>(
      version === undefined
        ? `INSERT INTO failure_policies AS p (error_code, failures, window_days, scope, enabled, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (error_code) DO UPDATE SET failures = $2, window_days = $3, scope = $4, enabled = $5, updated_at = $6,
             version = p.version + 1 RETURNING ${COLUMNS}`
        : `UPDATE failure_policies SET failures = $2, window_days = $3, scope = $4, enabled = $5, updated_at = $6, version = version + 1
           WHERE error_code = $1 AND version = $7 RETURNING ${COLUMNS}`,
      version === undefined ? values : [...values, version],
    );
    return rows[0] ?? changedMeanwhile();
  }
}
