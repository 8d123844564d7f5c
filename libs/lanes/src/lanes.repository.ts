import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';

import { DERIVED, type DerivedLane } from './domain/derived-lane';
import { HERALD, type Hold, type Lane, type LaneChannel, type LaneKind } from './domain/lane';

const COLUMNS = `id, kind, key, channel, amount, window_ms AS "windowMs", brand, source, hold, version, updated_at AS "updatedAt"`;

/** SQL: nobody has set the amount of row `l` by hand (see `isNobodys`). */
const NOBODYS = `(l.source LIKE '${DERIVED}%' OR (l.amount IS NULL AND l.source LIKE 'held by %'))`;

/** SQL: what a hold that takes over from Herald's own says beside its own words. */
const TAKEN_OVER = `CASE WHEN hold IS NULL THEN $3::jsonb
  ELSE $3::jsonb || jsonb_build_object('message', ($3::jsonb ->> 'message') || ' (held before: ' || (hold ->> 'message') || ')') END`;

export interface LaneName {
  readonly kind: LaneKind;
  readonly key: string;
  readonly channel: LaneChannel;
}

export interface LaneContent {
  readonly amount: number | null;
  readonly windowMs: number | null;
  readonly brand: string | null;
  readonly source: string;
}

@Injectable()
export class LanesRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<Lane[]> {
    const { rows } = await this.database.query<Lane>(`SELECT ${COLUMNS} FROM lanes ORDER BY kind, key, channel`);
    return rows;
  }

  async find(id: number): Promise<Lane | undefined> {
    const { rows } = await this.database.query<Lane>(`SELECT ${COLUMNS} FROM lanes WHERE id = $1`, [id]);
    return rows[0];
  }

  /** @returns undefined when there is such a lane already */
  async insert(name: LaneName, content: LaneContent, now: Date): Promise<Lane | undefined> {
    const { rows } = await this.database.query<Lane>(
      `INSERT INTO lanes (kind, key, channel, amount, window_ms, brand, source, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (kind, key, channel) DO NOTHING RETURNING ${COLUMNS}`,
      [name.kind, name.key, name.channel, content.amount, content.windowMs, content.brand, content.source, now],
    );
    return rows[0];
  }

  /** @returns undefined when the row has not this version any more */
  async update(id: number, version: number, content: LaneContent, now: Date): Promise<Lane | undefined> {
    const { rows } = await this.database.query<Lane>(
      `UPDATE lanes SET amount = $3, window_ms = $4, brand = $5, source = $6, version = version + 1, updated_at = $7
       WHERE id = $1 AND version = $2 RETURNING ${COLUMNS}`,
      [id, version, content.amount, content.windowMs, content.brand, content.source, now],
    );
    return rows[0];
  }

  /** Makes the row be so; leaves one that is so already untouched, so that starting workers don't raise versions. */
  async ensure(name: LaneName, content: Omit<LaneContent, 'brand'>, now: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO lanes AS l (kind, key, channel, amount, window_ms, source, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (kind, key, channel) DO UPDATE
       SET amount = excluded.amount, window_ms = excluded.window_ms, source = excluded.source,
           version = l.version + 1, updated_at = excluded.updated_at
       WHERE (l.amount, l.window_ms) IS DISTINCT FROM (excluded.amount, excluded.window_ms)`,
      [name.kind, name.key, name.channel, content.amount, content.windowMs, content.source, now],
    );
  }

  /** Guarded: a row that somebody set by hand meanwhile stays. @returns whether it was written */
  async derive({ kind, key, channel, ...lane }: DerivedLane, now: Date): Promise<boolean> {
    const { count } = await this.database.query(
      `INSERT INTO lanes AS l (kind, key, channel, amount, window_ms, brand, source, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (kind, key, channel) DO UPDATE
       SET amount = excluded.amount, window_ms = excluded.window_ms, brand = excluded.brand, source = excluded.source,
           version = l.version + 1, updated_at = excluded.updated_at
       WHERE ${NOBODYS} RETURNING 1`,
      [kind, key, channel, lane.amount, lane.windowMs, lane.brand, lane.source, now],
    );
    return count === 1;
  }

  /** Guarded likewise. A row that is held is kept to be held. @returns how many limits are gone */
  async underive(ids: readonly number[], now: Date): Promise<number> {
    const gone = await this.database.query(
      `DELETE FROM lanes l WHERE id = ANY($1) AND ${NOBODYS} AND hold IS NULL RETURNING 1`,
      [ids],
    );
    const held = await this.database.query(
      `UPDATE lanes l SET amount = NULL, window_ms = NULL, brand = NULL, source = 'held by ' || (hold ->> 'by'),
         version = version + 1, updated_at = $2
       WHERE id = ANY($1) AND ${NOBODYS} AND hold IS NOT NULL RETURNING 1`,
      [ids, now],
    );
    return gone.count + held.count;
  }

  async delete(id: number, version: number): Promise<boolean> {
    const { count } = await this.database.query('DELETE FROM lanes WHERE id = $1 AND version = $2 RETURNING 1', [
      id,
      version,
    ]);
    return count === 1;
  }

  /**
   * Holds every channel of it. A hold that is there already stays, but for Herald's own, which a person's takes over from.
   *
   * @returns how many rows it holds that it did not hold before
   */
  async hold(kind: LaneKind, key: string, hold: Hold, source: string): Promise<number> {
    const text = JSON.stringify(hold);
    return this.database.transaction(async (tx) => {
      const added = await tx.query(
        `INSERT INTO lanes (kind, key, channel, source, hold, updated_at)
         SELECT $1, $2, 'any', $4, $3::jsonb, $5 WHERE NOT EXISTS (SELECT FROM lanes WHERE kind = $1 AND key = $2)
         ON CONFLICT (kind, key, channel) DO NOTHING RETURNING 1`,
        [kind, key, text, source, hold.at],
      );
      const held = await tx.query(
        `UPDATE lanes SET hold = ${TAKEN_OVER}, version = version + 1, updated_at = $4,
           source = CASE WHEN amount IS NULL AND source LIKE 'held by %' THEN $5 ELSE source END
         WHERE kind = $1 AND key = $2 AND (hold IS NULL OR (hold ->> 'by' = $6 AND $3::jsonb ->> 'by' <> $6)) RETURNING 1`,
        [kind, key, text, hold.at, source, HERALD],
      );
      return added.count + held.count;
    });
  }

  /** @param heldBy only what they hold; undefined: whoever holds it. @returns how many rows were held */
  async release(kind: LaneKind, key: string, now: Date, heldBy?: string): Promise<number> {
    const { count } = await this.database.query(
      `UPDATE lanes SET hold = NULL, version = version + 1, updated_at = $3
       WHERE kind = $1 AND key = $2 AND hold IS NOT NULL AND ($4::text IS NULL OR hold ->> 'by' = $4) RETURNING 1`,
      [kind, key, now, heldBy ?? null],
    );
    return count;
  }
}
