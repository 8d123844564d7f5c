import { Database, type Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { TollfreeContent } from '../domain/tollfree/tollfree-rules';
import { OPEN, type TollfreeState } from '../domain/tollfree/tollfree-state';
import { syncSoon } from '../sync-turns';
import type { ProviderAnswer, Verification } from './tollfree-verification';

const CONTENT = [
  'number',
  'profile_uuid',
  'usecase',
  'usecase_summary',
  'message_sample',
  'optin_image_url',
  'optin_type',
  'volume',
  'additional_information',
  'extra_data',
] as const satisfies readonly (keyof TollfreeContent)[];
const COLUMNS = `id, uuid, ${CONTENT.join(', ')}, state, reason, rounds, follows, state_at, submitted_at, look_at, version, created_at`;

export interface VerificationFilter {
  readonly number?: string;
  readonly state?: TollfreeState;
  /** Only smaller ids. */
  readonly before?: number;
  readonly limit: number;
}

/** What one guarded change writes. */
export interface VerificationChange {
  readonly state: TollfreeState;
  readonly reason?: string | null;
  readonly uuid?: string;
  readonly rounds?: number;
  readonly submittedAt?: Date;
  readonly lookAt: Date | null;
  readonly content?: Partial<TollfreeContent>;
}

@Injectable()
export class TollfreeRepository {
  constructor(private readonly database: Database) {}

  /** @returns undefined when one for this number is being written or handed in */
  async insert(content: TollfreeContent, follows: number | null, now: Date): Promise<Verification | undefined> {
    const { rows } = await this.database.query<Verification>(
      `INSERT INTO tollfree_verifications (${CONTENT.join(', ')}, follows, state, state_at, created_at)
       VALUES (${CONTENT.map((_, at) => `$${at + 1}`).join(', ')}, $11, 'draft', $12, $12)
       ON CONFLICT (number) WHERE state IN ('draft', 'submitting') DO NOTHING RETURNING ${COLUMNS}`,
      [...CONTENT.map((column) => content[column]), follows, now],
    );
    return rows[0];
  }

  async find(id: number): Promise<Verification | undefined> {
    const { rows } = await this.database.query<Verification>(
      `SELECT ${COLUMNS} FROM tollfree_verifications WHERE id = $1`,
      [id],
    );
    return rows[0];
  }

  /** The one a webhook is about; held until the transaction ends. One that is being handed in has no uuid yet. */
  async lockFor(tx: Sql, uuid: string, number: string | undefined): Promise<Verification | undefined> {
    const { rows } = await tx.query<Verification>(
      `SELECT ${COLUMNS} FROM tollfree_verifications
       WHERE uuid = $1 OR (uuid IS NULL AND state = 'submitting' AND number = $2)
       ORDER BY (uuid IS NULL) LIMIT 1 FOR UPDATE`,
      [uuid, number ?? null],
    );
    return rows[0];
  }

  /** Newest first. */
  async list({ number, state, before, limit }: VerificationFilter): Promise<Verification[]> {
    const { rows } = await this.database.query<Verification>(
      `SELECT ${COLUMNS} FROM tollfree_verifications
       WHERE ($1::text IS NULL OR number = $1) AND ($2::text IS NULL OR state = $2) AND ($3::int IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [number ?? null, state ?? null, before ?? null, limit],
    );
    return rows;
  }

  /** Of the number's other verifications: those still open, and what was rejected. */
  async others(number: string, id: number | null): Promise<{ open: Verification | undefined; rejected: string[][] }> {
    const { rows } = await this.database.query<Verification>(
      `SELECT ${COLUMNS} FROM tollfree_verifications WHERE number = $1 AND id IS DISTINCT FROM $2 ORDER BY id DESC`,
      [number, id],
    );
    const rejected = rows.filter(({ state }) => state === 'rejected');
    return {
      open: rows.find(({ state }) => OPEN.includes(state)),
      rejected: rejected.map(({ usecase }) => [...usecase]),
    };
  }

  /** Guarded by version. @returns undefined when somebody was faster */
  async change(before: Verification, change: VerificationChange, now: Date, sql: Sql = this.database) {
    const content = { ...before, ...change.content };
    const sets = CONTENT.map((column, at) => `${column} = $${at + 10}`).join(', ');
    const { rows } = await sql.query<Verification>(
      `UPDATE tollfree_verifications SET state = $3, reason = $4, uuid = $5, rounds = $6, submitted_at = $7, look_at = $8,
         state_at = CASE WHEN state = $3 THEN state_at ELSE $9::timestamptz END, version = version + 1, ${sets}
       WHERE id = $1 AND version = $2 RETURNING ${COLUMNS}`,
      [
        before.id,
        before.version,
        change.state,
        change.reason === undefined ? before.reason : change.reason,
        change.uuid ?? before.uuid,
        change.rounds ?? before.rounds,
        change.submittedAt ?? before.submitted_at,
        change.lookAt,
        now,
        ...CONTENT.map((column) => content[column]),
      ],
    );
    return rows[0];
  }

  /** Those the provider is to be asked about; a worker that dies over one leaves it to the next after the lease. */
  async takeDue(now: Date, leaseMs: number, limit: number): Promise<Verification[]> {
    const { rows } = await this.database.query<Verification>(
      `UPDATE tollfree_verifications SET look_at = $1::timestamptz + $2::float8 * interval '1 millisecond'
       WHERE id IN (SELECT id FROM tollfree_verifications WHERE look_at <= $1 ORDER BY look_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [now, leaseMs, limit],
    );
    return rows;
  }

  /** What may be sent follows from verifications too. */
  async lanesSoon(sql: Sql = this.database): Promise<void> {
    await syncSoon(sql, 'lanes');
  }

  async knownUuids(uuids: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.database.query<{ uuid: string }>(
      'SELECT uuid FROM tollfree_verifications WHERE uuid = ANY($1)',
      [uuids],
    );
    return new Set(rows.map(({ uuid }) => uuid));
  }

  /** One that was made elsewhere. Nothing happens to one that is known. */
  async adopt(
    { uuid, number, status, reason, content }: ProviderAnswer,
    now: Date,
    lookAt: Date | null,
  ): Promise<boolean> {
    const { count } = await this.database.query(
      `INSERT INTO tollfree_verifications (uuid, number, profile_uuid, usecase, usecase_summary, message_sample, optin_image_url,
         optin_type, volume, additional_information, extra_data, state, reason, rounds, state_at, look_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $14) ON CONFLICT (uuid) DO NOTHING RETURNING 1`,
      [
        uuid,
        number,
        content.profile_uuid ?? '',
        content.usecase ?? [],
        content.usecase_summary ?? '',
        content.message_sample ?? '',
        content.optin_image_url ?? [],
        content.optin_type ?? '',
        content.volume ?? '',
        content.additional_information ?? '',
        content.extra_data ?? '',
        status,
        reason,
        now,
        lookAt,
      ],
    );
    return count === 1;
  }
}
