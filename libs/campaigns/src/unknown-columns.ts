import { MessageRenderer } from '@herald/content';
import type { Sql } from '@herald/database';
import { AppError } from '@herald/kernel';

import type { Campaign } from './campaign';
import { columnsOf, spellingsOf } from './recipient-values';

/**
 * A name that no file of the list has as a column is a slip: everybody would be held back. What files that are still being read will
 * have is not known yet.
 *
 * @throws AppError invalid `parameter_unknown`
 */
export async function assertColumns(sql: Sql, campaign: Campaign): Promise<void> {
  const renderer = new MessageRenderer(campaign);
  const needed = renderer.parameters.filter((name) => renderer.needs(name));
  if (needed.length === 0) return;
  const columns = await columnsOf(sql, campaign.list_id);
  const known = (name: string): boolean => spellingsOf(name, columns).some((spelling) => columns.includes(spelling));
  const unknown = needed.filter((name) => !known(name));
  if (columns.length === 0 || unknown.length === 0) return;
  const { count: open } = await sql.query(
    `SELECT 1 FROM imports WHERE list_id = $1 AND state IN ('queued', 'running') LIMIT 1`,
    [campaign.list_id],
  );
  if (open > 0) return;
  const message =
    `List ${campaign.list_id} has no column ${unknown.join(', ')}, and there is no default: it has ${columns.join(', ')}. ` +
    'Correct the name, give content.defaults, or import the column.';
  throw new AppError('invalid', 'parameter_unknown', message, {
    details: unknown.map((name) => ({ field: 'content', message: `{{${name}}} is no column of the list` })),
  });
}
