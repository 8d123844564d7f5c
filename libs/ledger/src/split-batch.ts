import type { Sql } from '@herald/database';

/*
 * Only a batch that was certainly never accepted, nor may be any more: a request that was written off and still arrives would
 * prove the acceptance of all its destinations.
 */
const SPLIT = `
WITH old AS MATERIALIZED (
  SELECT id, campaign_id, country, text, channel, units_per_message, content, destinations, message_attempt,
         cardinality(destinations) - $2::int AS kept
  FROM batches
  WHERE id = $1 AND state = 'planned' AND attempts = 0 AND settled = 0 AND cardinality(destinations) > $2::int
  FOR NO KEY UPDATE
), cut AS (
  UPDATE batches b SET destinations = b.destinations[1:old.kept] FROM old WHERE b.id = old.id
), split AS (
  INSERT INTO batches (campaign_id, number, country, destinations, text, channel, units_per_message, content, message_attempt)
  SELECT campaign_id, (SELECT max(number) + 1 FROM batches n WHERE n.campaign_id = old.campaign_id), country,
         destinations[kept + 1:], text, channel, units_per_message, content, message_attempt
  FROM old
  RETURNING id, campaign_id, destinations
), moved AS (
  UPDATE messages m SET batch_id = split.id FROM split
  WHERE m.campaign_id = split.campaign_id AND m.phone = ANY(split.destinations)
), counted AS (
  UPDATE campaigns c SET batches = c.batches + 1 FROM split WHERE c.id = split.campaign_id
)
SELECT id FROM split`;

/**
 * Moves the last `take` destinations of a planned batch that was never sent into a batch of their own. The caller's transaction
 * holds the campaign's row.
 *
 * @returns the new batch's id; undefined when the batch is not planned any more, was sent before, or is not larger than that
 */
export async function splitBatch(sql: Sql, batchId: string, take: number): Promise<string | undefined> {
  const { rows } = await sql.query<{ id: string }>(SPLIT, [batchId, take]);
  return rows[0]?.id;
}
