import { suppressionApplies } from '@herald/consent';
import type { MessageRenderer, Route } from '@herald/content';
import type { Sql } from '@herald/database';

import { columnsOf, recipientValues, type RecipientValues } from './recipient-values';

/** Messages are alike enough in their length that so many tell how many units the others have. */
const SAMPLE = 1_000;

/** A country of a campaign whose messages differ by recipient. */
export interface PersonalCountry {
  readonly country: string;
  /** To be sent. */
  readonly messages: number;
  readonly requests: number;
  /** Lack a value that has no default. */
  readonly missing: number;
  /** On average, by a sample. */
  readonly unitsPerMessage: number;
}

interface PersonalAudience {
  readonly listId: number;
  readonly sender: string;
  readonly renderer: MessageRenderer;
  /** Messages in a request at most. */
  readonly sizeIn: (country: string) => number;
  /** Countries there are. */
  readonly countries: readonly string[];
}

/** Counts who shares a message with whom, as planning will: one pass over the list for each route. */
export async function personalCountries(sql: Sql, audience: PersonalAudience): Promise<PersonalCountry[]> {
  const { listId, sender, renderer, countries, sizeIn } = audience;
  const columns = await columnsOf(sql, listId);
  const found: PersonalCountry[] = [];
  for (const route of renderer.routes) {
    if (route.heldBack !== undefined) continue;
    const recipients = recipientValues(renderer, route, columns, 5);
    const held = heldExpression(renderer, recipients);
    const { rows } = await sql.query<Omit<PersonalCountry, 'unitsPerMessage'>>(
      `SELECT country, coalesce(sum(n) FILTER (WHERE NOT held), 0)::float8 AS messages,
              coalesce(sum((n + size - 1) / size) FILTER (WHERE NOT held), 0)::float8 AS requests,
              coalesce(sum(n) FILTER (WHERE held), 0)::float8 AS missing
       FROM (SELECT country, ${held} AS held, count(*) AS n, coalesce(max(size), 1000) AS size FROM (
               SELECT c.country::text AS country, ${recipients.values} AS vals ${fromContacts(recipients)}) each
             LEFT JOIN unnest($3::text[], $4::int[]) AS sizes (country, size) USING (country)
             GROUP BY country, vals) shared
       GROUP BY country ORDER BY country`,
      [listId, sender, countries, countries.map(sizeIn), ...recipients.parameters],
    );
    const unitsPerMessage = await averageUnits(sql, { listId, sender, renderer, route, columns });
    found.push(...rows.map((row) => ({ ...row, unitsPerMessage })));
  }
  return found;
}

async function averageUnits(sql: Sql, { listId, sender, renderer, route, columns }: Sampled): Promise<number> {
  const recipients = recipientValues(renderer, route, columns, 3);
  const { rows } = await sql.query<{ vals: readonly (string | null)[] }>(
    `SELECT ${recipients.values} AS vals ${fromContacts(recipients)} LIMIT ${SAMPLE}`,
    [listId, sender, ...recipients.parameters],
  );
  const sendable = rows
    .map(({ vals }) => renderer.render(route, recipients.names, vals))
    .filter(({ heldBack }) => heldBack === undefined);
  const units = sendable.reduce((sum, rendered) => sum + rendered.units, 0);
  return sendable.length === 0 ? 1 : units / sendable.length;
}

interface Sampled extends Pick<PersonalAudience, 'listId' | 'sender' | 'renderer'> {
  readonly route: Route;
  readonly columns: readonly string[];
}

/** $1 list, $2 sender. */
function fromContacts({ inRoute }: RecipientValues): string {
  return `FROM contacts c
    LEFT JOIN (SELECT DISTINCT s.phone FROM suppressions s WHERE ${suppressionApplies('$2::text')}) s ON s.phone = c.phone
    WHERE c.list_id = $1 AND s.phone IS NULL AND ${inRoute}`;
}

function heldExpression(renderer: MessageRenderer, { names }: RecipientValues): string {
  const needed = names.flatMap((name, at) => (renderer.needs(name) ? [`vals[${at + 1}] IS NULL`] : []));
  return needed.length === 0 ? 'false' : `(${needed.join(' OR ')})`;
}
