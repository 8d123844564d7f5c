import type { MessageRenderer, Route } from '@herald/content';
import type { Sql } from '@herald/database';

/** SQL for the recipients of a list by one route, with the values their message takes. */
export interface RecipientValues {
  /** Names of the parameters, in the order of the values. */
  readonly names: readonly string[];
  /** Expression of contact `c`: text[], with null where there is no value. */
  readonly values: string;
  /** Condition on contact `c`. */
  readonly inRoute: string;
  /** Those that the two expressions add, from `$first` on. */
  readonly parameters: readonly unknown[];
}

/** Names of a list's columns, as its files wrote them. */
export async function columnsOf(sql: Sql, listId: number): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT DISTINCT jsonb_array_elements_text(layout->'attribute_columns') AS name FROM imports
     WHERE list_id = $1 AND state = 'completed' AND jsonb_typeof(layout->'attribute_columns') = 'array' ORDER BY 1`,
    [listId],
  );
  return rows.map(({ name }) => name);
}

/** A column is meant whatever its letters' case; of several files with several spellings the first that has a value counts. */
export function spellingsOf(name: string, columns: readonly string[]): string[] {
  const alike = columns.filter((column) => column !== name && column.toLowerCase() === name.toLowerCase());
  return [name, ...alike];
}

/** @param first number of the first SQL parameter that is free */
export function recipientValues(
  renderer: MessageRenderer,
  route: Route,
  columns: readonly string[],
  first: number,
): RecipientValues {
  const parameters: unknown[] = [];
  const add = (value: unknown): string => `$${first + parameters.push(value) - 1}`;
  const names = route.heldBack === undefined ? renderer.parametersOf(route) : [];
  const values = names.map((name) => {
    const cells = spellingsOf(name, columns).map((column) => `nullif(btrim(c.attributes->>${add(column)}::text), '')`);
    return cells.length === 1 ? cells.join('') : `coalesce(${cells.join(', ')})`;
  });
  const named = renderer.routes.flatMap(({ countries }) => countries ?? []);
  const inRoute =
    route.countries === null
      ? `c.country <> ALL(${add(named)}::char(2)[])`
      : `c.country = ANY(${add(route.countries)}::char(2)[])`;
  return { names, values: `ARRAY[${values.join(', ')}]::text[]`, inRoute, parameters };
}
