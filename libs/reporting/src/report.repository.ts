import { Database } from '@herald/database';
import { ARRIVED_BY, EFFECTIVE_STATE } from '@herald/ledger';
import { Injectable } from '@nestjs/common';
import type { ReportFacts } from './domain/report-facts';

// One statement is one snapshot: the totals add up however fast the counters move. In an order of its own, so that the same
// counters always make the same report, wherever their rows lie. Amounts leave as text, since a JSON
// number would be read as a float; minutes as epoch seconds, which cost a tenth of a formatted time.
const FACTS = `
SELECT json_build_object(
  'campaign', (SELECT row_to_json(header) FROM (
    SELECT c.id, c.name, c.state, c.reason, c.list_id, c.src, c.powerpack_uuid, c.scheduled_at, c.created_at,
           c.launched_at, c.planned_at, c.started_at, c.finished_at, c.units_per_message,
           c.units_planned::float8 AS units_planned, c.list_rows, c.list_rejects,
           c.list_duplicates, c.list_contacts, c.suppressed, c.messages, c.batches) header),
  'cells', (SELECT coalesce(json_agg(json_build_object(
      'country', country, 'mcc', mcc, 'mnc', mnc, 'state', state, 'error_code', error_code,
      'messages', messages, 'units', units, 'amount', amount::text) ORDER BY country, mcc, mnc, state, error_code), '[]')
    FROM message_rollups r WHERE r.campaign_id = c.id AND (messages <> 0 OR units <> 0 OR amount <> 0)),
  'held_back', (SELECT coalesce(json_agg(row_to_json(h) ORDER BY h.code, h.country), '[]') FROM (
    SELECT held_back AS code, country, min(error) AS message, sum(size)::int AS messages FROM batches b
    WHERE b.campaign_id = c.id AND held_back IS NOT NULL GROUP BY held_back, country) h),
  'message_minutes', (SELECT coalesce(json_object_agg(minute, counts), '{}') FROM (
    SELECT extract(epoch FROM minute)::int8 AS minute, json_object_agg(state, messages ORDER BY state) AS counts
    FROM message_minutes m WHERE m.campaign_id = c.id AND messages <> 0 GROUP BY m.minute) minutes),
  'request_minutes', (SELECT coalesce(json_object_agg(minute, counts), '{}') FROM (
    SELECT extract(epoch FROM minute)::int8 AS minute, json_object_agg(outcome, requests ORDER BY outcome) AS counts
    FROM request_minutes q WHERE q.campaign_id = c.id GROUP BY q.minute) minutes),
  'requests', (SELECT coalesce(json_agg(outcomes ORDER BY outcome), '[]') FROM (
    SELECT outcome, sum(requests) AS requests, sum(messages) AS messages, min(first_at) AS first_at, max(last_at) AS last_at
    FROM request_minutes q WHERE q.campaign_id = c.id GROUP BY outcome) outcomes),
  'doubts', (SELECT json_build_object('batches', count(*), 'took',
      percentile_cont('{0.5,0.95,1}'::float8[]) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - unknown_at)::float8),
      'settled', (SELECT coalesce(json_object_agg(settled_by, batches ORDER BY settled_by), '{}') FROM (
        SELECT settled_by, count(*) AS batches FROM unknown_outcomes s
        WHERE s.campaign_id = c.id AND settled_at IS NOT NULL GROUP BY settled_by) settled))
    FROM unknown_outcomes u WHERE u.campaign_id = c.id),
  'lookups', CASE WHEN (SELECT kept_since FROM message_log) <= c.created_at THEN (
    SELECT coalesce(json_object_agg(state, messages ORDER BY state), '{}') FROM (
      SELECT e.state, count(DISTINCT e.phone) AS messages
      FROM message_events l CROSS JOIN LATERAL unnest(l.facts::message_fact[]) e
      JOIN messages m ON m.campaign_id = l.campaign_id AND m.phone = e.phone AND m.batch_id = e.batch_id AND m.state = e.state
      WHERE l.campaign_id = c.id AND l.source = 'lookup' GROUP BY e.state) told) END,
  'replies', (SELECT coalesce(json_object_agg(meaning, replies ORDER BY meaning), '{}')
    FROM reply_rollups r WHERE r.campaign_id = c.id AND replies <> 0),
  'opt_outs', json_build_object(
    'during_campaign', (SELECT count(DISTINCT i.from_number) FROM inbound_messages i
      JOIN messages m ON m.campaign_id = c.id AND m.phone = i.from_number
      WHERE i.meaning = 'opted_out' AND i.received_at >= c.started_at AND i.received_at < coalesce(c.finished_at, 'infinity')),
    'saved_late', (SELECT coalesce(sum(saved_late), 0) FROM batches b WHERE b.campaign_id = c.id AND saved_late > 0)),
  'attempts', json_build_object(
    'earlier', (SELECT json_build_object('attempts', count(*), 'units', coalesce(sum(a.units), 0),
        'amount', coalesce(sum(a.total_amount), 0)::numeric(20, 5)::text,
        'delivered_late', count(DISTINCT a.phone) FILTER (WHERE a.state IN ('delivered', 'read')))
      FROM message_attempts a WHERE a.campaign_id = c.id),
    'withdrawn', (SELECT count(*) FROM batches b JOIN messages m ON m.campaign_id = b.campaign_id AND m.batch_id = b.id
      AND m.phone = ANY(b.destinations)
      WHERE b.campaign_id = c.id AND b.message_attempt > 1 AND ${ARRIVED_BY} IS NOT NULL),
    'resent', (SELECT coalesce(json_agg(row_to_json(n) ORDER BY n.error_code, n.state), '[]') FROM (
      SELECT coalesce(a.error_code, 0) AS error_code, ${EFFECTIVE_STATE} AS state, count(*) AS messages
      FROM message_attempts a JOIN messages m ON m.campaign_id = a.campaign_id AND m.phone = a.phone
      JOIN batches b ON b.id = m.batch_id AND b.message_attempt = a.attempt + 1
      WHERE a.campaign_id = c.id AND ${ARRIVED_BY} IS NULL GROUP BY 1, 2) n))) AS facts
FROM campaigns c WHERE c.id = $1`;

@Injectable()
export class ReportRepository {
  constructor(private readonly database: Database) {}

  /** Everything a report is made of, from the campaign's row, the rollups and the few messages that were sent again; undefined where there is no campaign. */
  async facts(campaignId: number): Promise<ReportFacts | undefined> {
    const { rows } = await this.database.query<{ facts: ReportFacts }>(FACTS, [campaignId]);
    return rows[0]?.facts;
  }
}
