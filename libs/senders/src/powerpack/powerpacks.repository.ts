import { Database, type Sql, type Transaction } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { KnownPowerpack, PoolMember, PowerpackWithPool } from './known-powerpack';

const COLUMNS = `uuid, name, sticky_sender, local_connect, application_type, application_id, number_pool_uuid, number_priority, state,
  created_on, version, synced_at`;

export type ShownPowerpack = Omit<KnownPowerpack, 'state' | 'version' | 'synced_at'>;

@Injectable()
export class PowerpacksRepository {
  constructor(private readonly database: Database) {}

  /** Postgres's own time, by which what was read earlier is told from what was read later. */
  async now(): Promise<Date> {
    const { rows } = await this.database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const [row] = rows;
    if (row === undefined) throw new Error('a SELECT without FROM gave no row');
    return row.now;
  }

  async find(uuid: string): Promise<PowerpackWithPool | undefined> {
    const { rows } = await this.database.query<KnownPowerpack>(`SELECT ${COLUMNS} FROM powerpacks WHERE uuid = $1`, [
      uuid,
    ]);
    const [found] = rows;
    return found && { ...found, pool: await this.poolOf(uuid) };
  }

  /** By name. */
  async list(): Promise<KnownPowerpack[]> {
    const { rows } = await this.database.query<KnownPowerpack>(
      `SELECT ${COLUMNS} FROM powerpacks WHERE state = 'active' ORDER BY name, uuid`,
    );
    return rows;
  }

  /** The active one of this name, apart from `uuid` itself. */
  async byName(name: string, uuid: string | null): Promise<string | undefined> {
    const { rows } = await this.database.query<{ uuid: string }>(
      `SELECT uuid FROM powerpacks WHERE name = $1 AND state = 'active' AND uuid IS DISTINCT FROM $2`,
      [name, uuid],
    );
    return rows[0]?.uuid;
  }

  async poolOf(uuid: string, sql: Sql = this.database): Promise<PoolMember[]> {
    const { rows } = await sql.query<PoolMember>(
      'SELECT sender, type, country, mms, added_on FROM pool_members WHERE powerpack = $1 ORDER BY sender',
      [uuid],
    );
    return rows;
  }

  /** Campaigns that are sent through it, or will be. */
  async campaignsOf(uuid: string): Promise<number[]> {
    const { rows } = await this.database.query<{ id: number }>(
      `SELECT id FROM campaigns WHERE powerpack_uuid = $1 AND state IN ('planning', 'scheduled', 'running', 'paused') ORDER BY id`,
      [uuid],
    );
    return rows.map(({ id }) => id);
  }

  /** Holds the row until the transaction ends. @returns false when somebody wrote what was read later than `readAt` */
  async write(tx: Transaction, shown: ShownPowerpack, readAt: Date): Promise<boolean> {
    const { count } = await tx.query(
      `INSERT INTO powerpacks AS p (uuid, name, sticky_sender, local_connect, application_type, application_id, number_pool_uuid,
         number_priority, state, created_on, synced_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $10)
       ON CONFLICT (uuid) DO UPDATE SET name = excluded.name, sticky_sender = excluded.sticky_sender,
         local_connect = excluded.local_connect, application_type = excluded.application_type, application_id = excluded.application_id,
         number_pool_uuid = excluded.number_pool_uuid, number_priority = excluded.number_priority, state = 'active',
         created_on = excluded.created_on, synced_at = excluded.synced_at,
         version = p.version + ((p.name, p.sticky_sender, p.local_connect, p.application_type, p.application_id, p.number_priority, p.state)
           IS DISTINCT FROM (excluded.name, excluded.sticky_sender, excluded.local_connect, excluded.application_type,
             excluded.application_id, excluded.number_priority, 'active'))::int
       WHERE p.synced_at <= excluded.synced_at RETURNING 1`,
      [
        shown.uuid,
        shown.name,
        shown.sticky_sender,
        shown.local_connect,
        shown.application_type,
        shown.application_id,
        shown.number_pool_uuid,
        JSON.stringify(shown.number_priority),
        shown.created_on,
        readAt,
      ],
    );
    return count === 1;
  }

  /** Holds the row until the transaction ends. @returns false when it is gone, or somebody wrote what was read later than `readAt` */
  async hold(tx: Transaction, uuid: string, readAt: Date): Promise<boolean> {
    const text = `SELECT FROM powerpacks WHERE uuid = $1 AND state = 'active' AND synced_at <= $2 FOR UPDATE`;
    return (await tx.query(text, [uuid, readAt])).count === 1;
  }

  /** @returns whether the pool is another than before */
  async writePool(tx: Transaction, uuid: string, members: readonly PoolMember[]): Promise<boolean> {
    const before = await this.poolOf(uuid, tx);
    if (keyOf(before) === keyOf(members)) return false;
    await tx.query('DELETE FROM pool_members WHERE powerpack = $1', [uuid]);
    await tx.query(
      `INSERT INTO pool_members (powerpack, sender, type, country, mms, added_on)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::timestamptz[])`,
      [
        uuid,
        members.map(({ sender }) => sender),
        members.map(({ type }) => type),
        members.map(({ country }) => country),
        members.map(({ mms }) => mms),
        members.map((member) => member.added_on?.toISOString() ?? null),
      ],
    );
    await tx.query('UPDATE powerpacks SET version = version + 1 WHERE uuid = $1', [uuid]);
    return true;
  }

  /** Of those that the provider's list, begun at `readAt`, did not show. @returns which are gone by this */
  async markGone(tx: Transaction, except: readonly string[], readAt: Date): Promise<string[]> {
    const { rows } = await tx.query<{ uuid: string }>(
      `UPDATE powerpacks SET state = 'gone', version = version + 1, synced_at = $2
       WHERE state = 'active' AND uuid <> ALL($1) AND synced_at <= $2 RETURNING uuid`,
      [except, readAt],
    );
    const uuids = rows.map(({ uuid }) => uuid);
    await tx.query('DELETE FROM pool_members WHERE powerpack = ANY($1)', [uuids]);
    await tx.query(
      `UPDATE senders SET state = 'gone', version = version + 1, updated_at = $2 WHERE sender = ANY($1) AND state <> 'gone'`,
      [uuids, readAt],
    );
    return uuids;
  }
}

function keyOf(members: readonly PoolMember[]): string {
  const lines = members.map(({ sender, type, country, mms }) => [sender, type, country, mms].join());
  return lines.sort().join('\n');
}
