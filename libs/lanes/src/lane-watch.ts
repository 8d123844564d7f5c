import { Metrics, METRICS, type Sample } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import { LANE_KINDS } from './domain/lane';
import { Lanes } from './lanes';

/** Says on every scrape how many lanes are held; those of several channels count once. */
@Injectable()
export class LaneWatch {
  constructor(lanes: Lanes, @Inject(METRICS) metrics: Metrics) {
    const gauge = metrics.gauge({
      name: 'herald_lanes_held',
      help: 'Lanes that nothing passes until they are released, by kind.',
      labels: ['kind'],
    });
    const read = async (): Promise<Sample[]> => {
      const held = (await lanes.list()).filter(({ hold }) => hold !== null);
      return LANE_KINDS.map((kind) => {
        const keys = new Set(held.filter((lane) => lane.kind === kind).map(({ key }) => key));
        return { gauge, labels: { kind }, value: keys.size };
      });
    };
    metrics.sample({ name: 'lanes', gauges: [gauge], read });
  }
}
