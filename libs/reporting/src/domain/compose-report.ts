import { sumAmounts } from './amount';
import type { CampaignHold } from './campaign-hold';
import { composeAttempts } from './compose-attempts';
import { composeDoubts } from './compose-doubts';
import { composeMinutes } from './compose-minutes';
import type {
  Counted,
  DestinationCount,
  ErrorCount,
  ExplainError,
  Report,
  ReportCampaign,
  StateCount,
  Throughput,
} from './report';
import type { CampaignFacts, ReportFacts, RequestOutcomes, RollupCell } from './report-facts';

interface Rules {
  readonly now: Date;
  readonly explainError: ExplainError;
  /** Message states in the order in which a person wants to read them. */
  readonly stateOrder: readonly string[];
  readonly holds: readonly CampaignHold[];
}

/** Makes the report from one consistent reading of the tables; adds and orders, decides nothing. */
export function composeReport(facts: ReportFacts, rules: Rules): Report {
  const { campaign, cells, requests } = facts;
  const outcomes = Object.fromEntries(requests.map((row) => [row.outcome, row.requests]));
  return {
    campaign: headerOf(campaign),
    generated_at: rules.now.toISOString(),
    totals: {
      rows: campaign.list_rows,
      rejects: campaign.list_rejects,
      duplicates: campaign.list_duplicates,
      contacts: campaign.list_contacts,
      suppressed: campaign.suppressed,
      messages: campaign.messages,
      batches: campaign.batches,
    },
    states: statesOf(cells, rules.stateOrder),
    errors: errorsOf(cells, rules.explainError),
    destinations: destinationsOf(cells),
    held_back: facts.held_back,
    units: {
      per_message: campaign.units_per_message,
      estimated: campaign.units_planned ?? campaign.units_per_message * campaign.messages,
      billed: sum(cells.map((cell) => cell.units)),
    },
    cost: { total_amount: sumAmounts(cells.map((cell) => cell.amount)) },
    requests: {
      total: sum(Object.values(outcomes)),
      outcomes,
      throttled: outcomes.throttled ?? 0,
      invalid_numbers: invalidNumbers(facts),
    },
    doubts: composeDoubts(facts.doubts),
    lookups: { states: facts.lookups },
    throughput: throughputOf(requests.find((row) => row.outcome === 'accepted')),
    attempts: composeAttempts(facts.attempts, rules.explainError),
    replies: { total: sum(Object.values(facts.replies)), meanings: facts.replies },
    opt_outs: {
      during_campaign: facts.opt_outs.during_campaign,
      saved_at_claim: sum(cells.filter(({ state }) => state === 'suppressed').map(({ messages }) => messages)),
      saved_between_feed_and_claim: facts.opt_outs.saved_late,
    },
    holds: rules.holds,
    minutes: composeMinutes(facts),
  };
}

function headerOf(campaign: CampaignFacts): ReportCampaign {
  return {
    id: campaign.id,
    name: campaign.name,
    state: campaign.state,
    reason: campaign.reason,
    list_id: campaign.list_id,
    src: campaign.src,
    powerpack_uuid: campaign.powerpack_uuid,
    scheduled_at: utc(campaign.scheduled_at),
    created_at: new Date(campaign.created_at).toISOString(),
    launched_at: utc(campaign.launched_at),
    planned_at: utc(campaign.planned_at),
    started_at: utc(campaign.started_at),
    finished_at: utc(campaign.finished_at),
  };
}

function statesOf(cells: readonly RollupCell[], order: readonly string[]): StateCount[] {
  return [...groupBy(cells, (cell) => cell.state)]
    .map(([state, group]) => ({ state, ...counted(group) }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function errorsOf(cells: readonly RollupCell[], explain: ExplainError): ErrorCount[] {
  const failed = cells.filter((cell) => cell.error_code !== 0);
  return [...groupBy(failed, (cell) => cell.error_code)]
    .map(([code, group]) => ({ error_code: code, ...explain(code), ...counted(group) }))
    .sort((a, b) => b.messages - a.messages || a.error_code - b.error_code);
}

function destinationsOf(cells: readonly RollupCell[]): DestinationCount[] {
  return [...groupBy(cells, (cell) => `${cell.country} ${cell.mcc} ${cell.mnc}`).values()]
    .map((group) => {
      const [{ country, mcc, mnc }] = group;
      const states = tally(group, (cell) => [cell.state, cell.messages]);
      return { country, mcc: mcc || null, mnc: mnc || null, ...counted(group), states };
    })
    .sort((a, b) => b.messages - a.messages || a.country.localeCompare(b.country));
}

function throughputOf(accepted: RequestOutcomes | undefined): Throughput {
  if (accepted === undefined) {
    return { first_send_at: null, last_send_at: null, messages: 0, messages_per_second: null };
  }
  const { messages } = accepted;
  const first = Date.parse(accepted.first_at);
  const last = Date.parse(accepted.last_at);
  return {
    first_send_at: new Date(first).toISOString(),
    last_send_at: new Date(last).toISOString(),
    messages,
    messages_per_second: last > first ? Math.round((messages / (last - first)) * 1e5) / 100 : null,
  };
}

/**
 * Minutes count messages with a state of their own, and only a number that the provider names as invalid is refused on its
 * own: the others are refused with their batch.
 */
function invalidNumbers({ message_minutes: minutes }: ReportFacts): number {
  return sum(Object.values(minutes).map((counts) => counts.refused ?? 0));
}

function counted(cells: readonly RollupCell[]): Counted {
  return {
    messages: sum(cells.map((cell) => cell.messages)),
    units: sum(cells.map((cell) => cell.units)),
    total_amount: sumAmounts(cells.map((cell) => cell.amount)),
  };
}

type Group<Row> = [Row, ...Row[]];

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Group<Row>> {
  const groups = new Map<Key, Group<Row>>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function tally<Row>(rows: readonly Row[], entryOf: (row: Row) => readonly [string, number]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const [key, count] = entryOf(row);
    counts[key] = (counts[key] ?? 0) + count;
  }
  return counts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
