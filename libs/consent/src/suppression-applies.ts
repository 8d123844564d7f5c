/**
 * SQL, the one place that says which suppressions count for a campaign: whether the row `s` of `suppressions` keeps messages of
 * `sender` away. A number may have several rows that do: ask for `DISTINCT s.phone`, or `EXISTS`.
 *
 * Rows of scope everything, nearly all there are, cost one comparison. `IN`, not a correlated EXISTS: that would keep Postgres
 * from counting a list in parallel, and a forecast of a million would take twice as long.
 *
 * @param sender SQL of the campaign's src or Powerpack uuid: a column, or a parameter with its type
 */
export function suppressionApplies(sender: string): string {
  return `(s.scope = 'everything' OR (s.scope, s.key) IN (
    VALUES ('sender', ${sender}), ('number', ${sender})
    UNION ALL SELECT x.scope, x.key FROM sender_scopes x WHERE x.sender = ${sender}))`;
}
