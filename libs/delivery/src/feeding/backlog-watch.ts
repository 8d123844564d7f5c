import { type Gauge, type Metrics, METRICS, type Sample } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import { Backlog } from './backlog';

/** What waits at the provider, for whoever scrapes: the same from every process that has it. */
@Injectable()
export class BacklogWatch {
  private readonly seconds: Gauge<'lane'>;
  private readonly units: Gauge<'lane'>;

  constructor(
    private readonly backlog: Backlog,
    @Inject(METRICS) metrics: Metrics,
  ) {
    const gauge = (name: string, help: string) => metrics.gauge({ name, help, labels: ['lane'] });
    this.seconds = gauge(
      'herald_backlog_seconds',
      'Until what waits at the provider in a lane has drained, estimated.',
    );
    this.units = gauge('herald_backlog_units', 'Units that wait at the provider in a lane, estimated.');
    metrics.sample({ name: 'backlog', gauges: [this.seconds, this.units], read: () => this.read() });
  }

  private async read(): Promise<Sample[]> {
    const lanes = await this.backlog.waiting();
    return lanes.flatMap(({ kind, key, units, drains_in_seconds: seconds }) => {
      const labels = { lane: key === '' ? kind : `${kind}:${key}` };
      return [
        { gauge: this.seconds, labels, value: seconds },
        { gauge: this.units, labels, value: units },
      ];
    });
  }
}
