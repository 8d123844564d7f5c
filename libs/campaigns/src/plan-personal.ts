import { suppressionApplies } from '@herald/consent';
import type { MessageRenderer, Rendered, Route } from '@herald/content';
import type { Transaction } from '@herald/database';
import type { LaneBook } from '@herald/lanes';

import { sizeOfBatch } from './batch-sizes';
import type { ListCounts, PlanClaim, PlannedCountry, Written } from './plan.repository';
import { columnsOf, recipientValues } from './recipient-values';

// Enough to sort some millions of contacts in memory; more spill to disk.
const WORK_MEM = '128MB';
/** Messages are rendered by so many, between which the lease can be renewed. */
const CHUNK = 4_000;

interface PersonalPlan {
  readonly claim: PlanClaim;
  readonly renderer: MessageRenderer;
  readonly book: LaneBook;
  readonly backlogS: number;
  readonly counts: ListCounts;
  readonly now: Date;
}

/** Recipients of one country with the same values: they get the same message. */
interface Group {
  readonly id: number;
  readonly country: string;
  readonly vals: readonly (string | null)[];
}

/**
 * Batches and messages of a campaign whose message takes values from its recipients' columns. Postgres gathers who shares all values
 * (a million recipients are one pass), each distinct message is rendered and judged once, and is written with its batches chunk by
 * chunk. What cannot be sent becomes a batch that is refused from the beginning.
 */
export async function writePersonal(tx: Transaction, plan: PersonalPlan): Promise<Written> {
  const { claim, renderer } = plan;
  await tx.query(`SET LOCAL work_mem = '${WORK_MEM}'`);
  await tx.query(
    `CREATE TEMP TABLE plan_groups (id int, country char(2), vals text[], phones bigint[]) ON COMMIT DROP`,
  );
  const columns = await columnsOf(tx, claim.listId);
  const countries = new Map<string, PlannedCountry>();
  let groups = 0;
  let batches = 0;
  for (const route of renderer.routes) {
    const { names, values, inRoute, parameters } = recipientValues(renderer, route, columns, 4);
    const { rows: gathered } = await tx.query<{ count: number }>(
      `WITH gathered AS (INSERT INTO plan_groups SELECT $2 + row_number() OVER (ORDER BY country, phones[1]), country, vals, phones FROM (
         SELECT c.country, ${values} AS vals, array_agg(c.phone ORDER BY c.phone) AS phones
         FROM contacts c LEFT JOIN (SELECT DISTINCT s.phone FROM suppressions s WHERE ${suppressionApplies('$3::text')}) s
           ON s.phone = c.phone
         WHERE c.list_id = $1 AND s.phone IS NULL AND ${inRoute} GROUP BY 1, 2) g RETURNING 1)
       SELECT count(*)::int AS count FROM gathered`,
      [claim.listId, groups, claim.sender, ...parameters],
    );
    const count = gathered[0]?.count ?? 0;
    await tx.query('CREATE INDEX IF NOT EXISTS plan_groups_by_id ON plan_groups (id)');
    for (let from = groups; from < groups + count; from += CHUNK) {
      const to = Math.min(from + CHUNK, groups + count);
      const written = await writeChunk(tx, plan, { route, names, from, to, numberedFrom: batches });
      for (const each of written) batches += add(countries, each).batches;
    }
    groups += count;
  }
  const planned = [...countries.values()];
  const messages = planned.reduce((sum, country) => sum + country.messages, 0);
  // Nobody joins or leaves a list that is locked: whoever is not sent to is suppressed.
  const { rows } = await tx.query<{ contacts: number }>(
    'SELECT count(*)::float8 AS contacts FROM contacts WHERE list_id = $1',
    [claim.listId],
  );
  return { countries: planned, suppressed: (rows[0]?.contacts ?? 0) - messages };
}

interface Chunk {
  readonly route: Route;
  readonly names: readonly string[];
  /** Of the groups' ids, the first excluded. */
  readonly from: number;
  readonly to: number;
  readonly numberedFrom: number;
}

const WRITE = `
WITH written AS (
  INSERT INTO batches (campaign_id, number, country, destinations, text, channel, units_per_message, content, state, held_back, error,
                       finished_at)
  SELECT $1, $2::int + row_number() OVER (ORDER BY g.id, slice), g.country, g.phones[slice * r.size + 1 : (slice + 1) * r.size],
         r.text, $3, r.units, r.content::jsonb, CASE WHEN r.held_back IS NULL THEN 'planned' ELSE 'refused' END, r.held_back, r.error,
         CASE WHEN r.held_back IS NOT NULL THEN $11::timestamptz END
  FROM unnest($4::int[], $5::int[], $6::text[], $7::smallint[], $8::text[], $9::text[], $10::text[])
         AS r (id, size, text, units, content, held_back, error)
  JOIN plan_groups g ON g.id = r.id AND g.id > $12::int AND g.id <= $13::int
  CROSS JOIN LATERAL generate_series(0, (cardinality(g.phones) - 1) / r.size) AS slice
  RETURNING id, country, destinations, held_back
), messages AS (
  INSERT INTO messages (campaign_id, phone, batch_id) SELECT $1, phone, id FROM written, unnest(destinations) AS phone
)
SELECT country, held_back IS NOT NULL AS "heldBack", count(*)::int AS batches, sum(cardinality(destinations))::int AS messages
FROM written GROUP BY 1, 2`;

async function writeChunk(tx: Transaction, plan: PersonalPlan, chunk: Chunk): Promise<PlannedCountry[]> {
  const { claim, renderer, now } = plan;
  const { route, names } = chunk;
  const { rows: groups } = await tx.query<Group>(
    'SELECT id, country, vals FROM plan_groups WHERE id > $1 AND id <= $2 ORDER BY id',
    [chunk.from, chunk.to],
  );
  const rendered = groups.map((group) => renderer.render(route, names, group.vals));
  const channel = route.channel === claim.message.type ? null : route.channel;
  const nothing = channel === null ? null : '{}';
  const { rows } = await tx.query<PlannedCountry>(WRITE, [
    claim.campaignId,
    chunk.numberedFrom,
    channel,
    groups.map(({ id }) => id),
    rendered.map((each, at) => sizeOf(plan, groups[at]?.country ?? '', each)),
    rendered.map(({ text }) => text),
    rendered.map(({ units }) => units),
    rendered.map(({ content }) => (content === null ? nothing : JSON.stringify(content))),
    rendered.map(({ heldBack }) => heldBack?.code ?? null),
    rendered.map(({ heldBack }) => heldBack?.message ?? null),
    now,
    chunk.from,
    chunk.to,
  ]);
  return rows;
}

function sizeOf({ claim, book, backlogS }: PersonalPlan, country: string, { channel, units }: Rendered): number {
  return sizeOfBatch(claim, book, backlogS, country, { channel, unitsPerMessage: units });
}

function add(countries: Map<string, PlannedCountry>, each: PlannedCountry): PlannedCountry {
  const key = `${each.country} ${String(each.heldBack)}`;
  const before = countries.get(key) ?? { ...each, batches: 0, messages: 0 };
  const { batches, messages } = before;
  countries.set(key, { ...each, batches: batches + each.batches, messages: messages + each.messages });
  return each;
}
