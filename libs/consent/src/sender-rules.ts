import type { Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { isWider, type NumberScopes, type Scope, SCOPES } from './domain/scope';
import { type KeywordBook, keywordBook, type KeywordTable } from './domain/keywords/keyword-book';

/** What holds for replies to one of our numbers. */
export interface SenderRules {
  readonly scopes: NumberScopes;
  readonly book: KeywordBook;
  /** How far an opt-out reaches. */
  readonly scope: Scope;
  readonly helpText: string | null;
}

interface Setting {
  readonly sender: string;
  readonly scope: Scope;
  readonly help_text: string | null;
}

interface Row {
  readonly senders: readonly string[];
  readonly scopes: readonly { readonly sender: string; readonly scope: Scope; readonly key: string }[];
  readonly settings: readonly Setting[];
  readonly tables: readonly (KeywordTable & { readonly sender: string })[];
}

/** A changed table or link is followed after at most this long. */
const FRESH_MS = 1_000;
const MOST_NUMBERS = 10_000;

/** $1 our number. A Powerpack's rules are those of the numbers it sends from. */
const RULES = `
WITH mine AS MATERIALIZED (
  SELECT DISTINCT sender FROM sender_scopes WHERE scope = 'number' AND key = $1 AND sender <> $1
)
SELECT ARRAY(SELECT sender FROM mine ORDER BY 1) AS senders,
  (SELECT coalesce(json_agg(x), '[]') FROM (
     SELECT sender, scope, key FROM sender_scopes
     WHERE (sender = $1 OR sender IN (SELECT sender FROM mine)) AND scope IN ('brand', 'tendlc_campaign') ORDER BY scope, key) x) AS scopes,
  (SELECT coalesce(json_agg(s), '[]') FROM (
     SELECT sender, scope, help_text FROM consent_settings
     WHERE sender IN ('', $1) OR sender IN (SELECT sender FROM mine) ORDER BY sender) s) AS settings,
  (SELECT coalesce(json_agg(t), '[]') FROM (
     SELECT sender, opt_out, opt_in, help, ignored FROM keyword_tables
     WHERE sender IN ('', $1) OR sender IN (SELECT sender FROM mine)
     ORDER BY CASE sender WHEN '' THEN 0 WHEN $1 THEN 2 ELSE 1 END, sender, language) t) AS tables`;

/** Reads the rules of a number, and remembers them for a moment: most replies want nothing else of the database. */
@Injectable()
export class SenderRulesReader {
  private readonly known = new Map<string, { readonly rules: SenderRules; readonly at: number }>();

  async of(sql: Sql, number: string): Promise<SenderRules> {
    const now = performance.now();
    const found = this.known.get(number);
    if (found !== undefined && now - found.at < FRESH_MS) return found.rules;
    const { rows } = await sql.query<Row>(RULES, [number]);
    const [row] = rows;
    if (row === undefined) throw new Error('a SELECT without FROM gave no row');
    const rules = rulesOf(number, row);
    if (this.known.size >= MOST_NUMBERS) this.known.clear();
    this.known.set(number, { rules, at: now });
    return rules;
  }

  /** What was changed in this process is followed at once. */
  forget(): void {
    this.known.clear();
  }
}

function rulesOf(number: string, { senders, scopes, settings, tables }: Row): SenderRules {
  const keys = (scope: Scope): string[] => {
    const own = scopes.filter((each) => each.scope === scope && each.sender === number);
    const known = own.length > 0 ? own : scopes.filter((each) => each.scope === scope);
    return [...new Set(known.map(({ key }) => key))];
  };
  const setting = settingOf(number, settings);
  return {
    scopes: { number, senders, tendlcCampaigns: keys('tendlc_campaign'), brands: keys('brand') },
    book: keywordBook(tables),
    scope: setting?.scope ?? SCOPES[0],
    helpText: setting?.help_text ?? null,
  };
}

/** The number's own; else, of the Powerpacks it is in, the one that reaches furthest; else what holds for all. */
function settingOf(number: string, settings: readonly Setting[]): Setting | undefined {
  const own = settings.find(({ sender }) => sender === number);
  if (own !== undefined) return own;
  const pools = settings.filter(({ sender }) => sender !== '');
  const widest = pools.reduce<Setting | undefined>(
    (best, each) => (best === undefined || isWider(each.scope, best.scope) ? each : best),
    undefined,
  );
  return widest ?? settings.find(({ sender }) => sender === '');
}
