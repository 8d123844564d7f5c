import type { Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { Scope, ScopeKey } from './domain/scope';

type OwnScope = Exclude<Scope, 'everything'>;

/** Which scopes a campaign's sender falls under, so that an opt-out to a number, 10DLC campaign or brand reaches it. */
@Injectable()
export class SenderScopes {
  /**
   * Says anew what a sender falls under. Of each kind there is one who knows: rows of other kinds than `kinds` stay as they are.
   * The 10DLC campaigns and brands of a pool's numbers count for its Powerpack too, whoever of the two is told first.
   *
   * @param sql the transaction in which the links or the pool change
   * @param sender a campaign's src (digits, or a name) or Powerpack uuid (lower case)
   * @param scopes all there are of those kinds; numbers as digits
   * @param kinds the kinds of scope the caller speaks for, as in `['number']` for a pool's numbers
   */
  async replace(
    sql: Sql,
    sender: string,
    scopes: readonly (ScopeKey & { readonly scope: OwnScope })[],
    kinds: readonly OwnScope[],
  ): Promise<void> {
    const stray = scopes.find(({ scope }) => !kinds.includes(scope));
    if (stray !== undefined) throw new Error(`${stray.scope} is none of the kinds that are replaced`);
    const columns = [scopes.map(({ scope }) => scope), scopes.map(({ key }) => key)];
    await sql.query(
      `DELETE FROM sender_scopes WHERE sender = $1 AND scope = ANY($2::text[]) AND NOT derived
         AND (scope, key) NOT IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
      [sender, kinds, ...columns],
    );
    await sql.query(
      `INSERT INTO sender_scopes (sender, scope, key)
       SELECT DISTINCT $1, scope, key FROM unnest($2::text[], $3::text[]) AS given (scope, key) ORDER BY 2, 3
       ON CONFLICT (sender, scope, key) DO UPDATE SET derived = false`,
      [sender, ...columns],
    );
    await sql.query(DERIVE, [sender]);
  }
}

/** $1 a sender that changed: it may be a pool, or a number in some. */
const DERIVE = `
WITH touched AS (
  SELECT $1::text AS sender UNION SELECT sender FROM sender_scopes WHERE scope = 'number' AND key = $1
), wanted AS (
  SELECT DISTINCT pool.sender, own.scope, own.key
  FROM touched JOIN sender_scopes pool ON pool.sender = touched.sender AND pool.scope = 'number'
  JOIN sender_scopes own ON own.sender = pool.key AND own.scope IN ('brand', 'tendlc_campaign') AND NOT own.derived
), gone AS (
  DELETE FROM sender_scopes WHERE derived AND sender IN (SELECT sender FROM touched)
    AND (sender, scope, key) NOT IN (SELECT * FROM wanted)
)
INSERT INTO sender_scopes (sender, scope, key, derived)
SELECT sender, scope, key, true FROM wanted ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING`;
