import { Database } from '@herald/database';
import { type Gauge, type Metrics, METRICS, type Sample } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

interface Settled {
  readonly by: string;
  readonly as: string;
  readonly batches: string;
}

interface Took {
  readonly by: string;
  readonly seconds: number[];
}

const QUANTILES = [0.5, 0.95, 1];
const SETTLED = `
SELECT settled_by AS by, settled_as AS as, count(*) AS batches FROM unknown_outcomes WHERE settled_at IS NOT NULL GROUP BY 1, 2`;
const TOOK = `
SELECT settled_by AS by, percentile_cont($1::float8[]) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - unknown_at)::float8) AS seconds
FROM unknown_outcomes WHERE settled_at > now() - interval '1 day' GROUP BY 1`;

/** How doubts about requests end: who settled unknown batches, and how long that took. The same from every api process. */
@Injectable()
export class DoubtWatch {
  private readonly settled: Gauge<'by' | 'as'>;
  private readonly share: Gauge;
  private readonly seconds: Gauge<'by' | 'quantile'>;

  constructor(
    private readonly database: Database,
    @Inject(METRICS) metrics: Metrics,
  ) {
    this.settled = metrics.gauge({
      name: 'herald_unknown_settled',
      help: 'Batches of unknown outcome that were settled, by whom and as what.',
      labels: ['by', 'as'],
    });
    this.share = metrics.gauge({
      name: 'herald_unknown_settled_alone_ratio',
      help: 'Share of the settled ones that no person had to decide.',
    });
    this.seconds = metrics.gauge({
      name: 'herald_unknown_settle_seconds',
      help: 'How long those settled in the last 24 hours had been unknown.',
      labels: ['by', 'quantile'],
    });
    metrics.sample({ name: 'doubts', gauges: [this.settled, this.share, this.seconds], read: () => this.read() });
  }

  private async read(): Promise<Sample[]> {
    const [settled, took] = await Promise.all([
      this.database.query<Settled>(SETTLED),
      this.database.query<Took>(TOOK, [QUANTILES]),
    ]);
    const total = (rows: readonly Settled[]): number => rows.reduce((sum, { batches }) => sum + Number(batches), 0);
    const all = total(settled.rows);
    const alone = total(settled.rows.filter(({ by }) => by !== 'operator'));
    return [
      ...settled.rows.map(({ by, as, batches }) => ({
        gauge: this.settled,
        labels: { by, as },
        value: Number(batches),
      })),
      // Of none there is no share.
      ...(all === 0 ? [] : [{ gauge: this.share, value: alone / all }]),
      ...took.rows.flatMap(({ by, seconds }) =>
        QUANTILES.map((quantile, index) => ({
          gauge: this.seconds,
          labels: { by, quantile: String(quantile) },
          value: seconds[index] ?? 0,
        })),
      ),
    ];
  }
}
