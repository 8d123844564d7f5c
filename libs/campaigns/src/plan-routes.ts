import type { MessageRenderer, Route } from '@herald/content';
import type { Transaction } from '@herald/database';
import type { PlannedCountry } from './plan.repository';

/**
 * Batches were written as if all went by the first route. Those of the others get their channel and text here, or are refused where
 * their countries cannot be sent to: a campaign has few countries, and its batches are far fewer than its messages.
 *
 * @returns the countries, with what became of them
 */
export async function applyRoutes(
  tx: Transaction,
  campaignId: number,
  renderer: MessageRenderer,
  countries: readonly PlannedCountry[],
  now: Date,
): Promise<PlannedCountry[]> {
  const [, ...others] = renderer.routes;
  let planned = [...countries];
  for (const route of others) {
    const theirs = countriesOf(route, renderer.routes, planned);
    if (theirs.length === 0) continue;
    const { channel, text, content, units, heldBack } = renderer.render(route, [], []);
    await tx.query(
      `UPDATE batches SET channel = $3, text = $4, content = $5::jsonb, units_per_message = $6,
         state = CASE WHEN $7::text IS NULL THEN 'planned' ELSE 'refused' END, held_back = $7, error = $8,
         finished_at = CASE WHEN $7::text IS NOT NULL THEN $9::timestamptz END
       WHERE campaign_id = $1 AND country = ANY($2::char(2)[]) AND state = 'planned'`,
      [campaignId, theirs, channel, text, content ?? {}, units, heldBack?.code ?? null, heldBack?.message ?? null, now],
    );
    if (heldBack === undefined) continue;
    planned = planned.map((each) => (theirs.includes(each.country) ? { ...each, heldBack: true } : each));
  }
  return planned;
}

function countriesOf(route: Route, routes: readonly Route[], planned: readonly PlannedCountry[]): string[] {
  const named = routes.flatMap(({ countries }) => countries ?? []);
  return planned
    .map(({ country }) => country)
    .filter((country) => route.countries?.includes(country) ?? !named.includes(country));
}
