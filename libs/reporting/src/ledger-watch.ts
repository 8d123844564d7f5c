import { Database } from '@herald/database';
import { type Gauge, type Metrics, METRICS, type Sample } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

interface OpenBatches {
  readonly state: string;
  readonly batches: string;
  readonly oldest: number | null;
}

interface Count {
  readonly state: string;
  readonly count: string;
}

// Batches that are done are never counted: there may be millions. The open ones each have a partial index.
const OPEN_BATCHES = `
SELECT 'planned' AS state, count(*) AS batches, NULL::float8 AS oldest FROM batches WHERE state = 'planned'
UNION ALL
SELECT state, count(*), extract(epoch FROM now() - min(CASE state WHEN 'fed' THEN fed_at ELSE sending_at END))::float8
FROM batches WHERE state IN ('fed', 'sending') GROUP BY state
UNION ALL
SELECT 'unknown', count(*), extract(epoch FROM now() - min(sending_at))::float8 FROM batches WHERE state = 'unknown'`;

const CAMPAIGNS = 'SELECT state, count(*) AS count FROM campaigns GROUP BY state';

const MESSAGES = `
SELECT r.state::text AS state, sum(r.messages) AS count FROM message_rollups r
JOIN campaigns c ON c.id = r.campaign_id AND c.state IN ('planning', 'scheduled', 'running', 'paused')
GROUP BY r.state`;

/** What the ledger holds, for whoever scrapes the api: the same from every api process. */
@Injectable()
export class LedgerWatch {
  private readonly batches: Gauge<'state'>;
  private readonly oldest: Gauge<'state'>;
  private readonly campaigns: Gauge<'state'>;
  private readonly messages: Gauge<'state'>;

  constructor(
    private readonly database: Database,
    @Inject(METRICS) metrics: Metrics,
  ) {
    const gauge = (name: string, help: string) => metrics.gauge({ name, help, labels: ['state'] });
    this.batches = gauge('herald_batches', 'Batches that are not done, by state.');
    this.oldest = gauge('herald_batch_oldest_seconds', 'Since when the oldest batch of this state was fed or sent.');
    this.campaigns = gauge('herald_campaigns', 'Campaigns by state.');
    this.messages = gauge('herald_messages', 'Messages of campaigns that are not over, by state.');
    const gauges = [this.batches, this.oldest, this.campaigns, this.messages];
    metrics.sample({ name: 'ledger', gauges, read: () => this.read() });
  }

  private async read(): Promise<Sample[]> {
    const [open, campaigns, messages] = await Promise.all([
      this.database.query<OpenBatches>(OPEN_BATCHES),
      this.database.query<Count>(CAMPAIGNS),
      this.database.query<Count>(MESSAGES),
    ]);
    const counts = (gauge: Gauge<'state'>, rows: readonly Count[]): Sample[] =>
      rows.map(({ state, count }) => ({ gauge, labels: { state }, value: Number(count) }));
    return [
      ...open.rows.map(({ state, batches }) => ({ gauge: this.batches, labels: { state }, value: Number(batches) })),
      ...open.rows.flatMap(({ state, oldest }) =>
        oldest === null ? [] : [{ gauge: this.oldest, labels: { state }, value: oldest }],
      ),
      ...counts(this.campaigns, campaigns.rows),
      ...counts(this.messages, messages.rows),
    ];
  }
}
