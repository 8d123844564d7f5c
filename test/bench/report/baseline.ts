import type { Client } from 'pg';

export interface BaselineAnswer {
  readonly cells: readonly { readonly state: string; readonly messages: number }[];
  readonly minutes: readonly unknown[];
}

// The same figures without rollups: one pass over the messages for the cells, one for the minutes.
const STATEMENT = `
SELECT (SELECT json_agg(c) FROM (
    SELECT b.country, coalesce(mcc, '') AS mcc, coalesce(mnc, '') AS mnc,
      CASE WHEN m.state <> 'planned' THEN m.state ELSE (CASE b.state WHEN 'fed' THEN 'planned' WHEN 'sending' THEN 'planned'
        ELSE b.state END)::message_state END AS state,
      coalesce(error_code, 0) AS error_code, count(*) AS messages, sum(units) AS units, sum(total_amount)::text AS amount
    FROM messages m JOIN batches b ON b.id = batch_id WHERE m.campaign_id = $1 GROUP BY 1, 2, 3, 4, 5) c) AS cells,
  (SELECT json_agg(t) FROM (
    SELECT date_trunc('minute', state_at) AS minute, state, count(*) AS messages
    FROM messages WHERE campaign_id = $1 AND state_at IS NOT NULL GROUP BY 1, 2) t) AS minutes`;

export async function baselineAnswer(client: Client, campaignId: number): Promise<BaselineAnswer> {
  const { rows } = await client.query<BaselineAnswer>(STATEMENT, [campaignId]);
  if (rows[0] === undefined) throw new Error('the baseline answered nothing');
  return rows[0];
}
