import { sleep } from '@herald/kernel';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type { Counter, Gauge, Histogram } from 'prom-client';

interface MetricOptions<Label extends string> {
  /** `herald_<what>_<unit>`; counters end in `_total`. Base units: seconds, bytes. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

interface HistogramOptions<Label extends string> extends MetricOptions<Label> {
  /** Upper bounds, rising, in the unit of the name. */
  readonly buckets: readonly number[];
}

interface Sampler {
  /** For the label of what failed: a word. */
  readonly name: string;
  readonly gauges: readonly Gauge[];
  /** Asks whoever knows; the gauges are emptied before the values are set, so that what is gone is not shown for ever. */
  readonly read: () => Promise<readonly Sample[]>;
}

export interface Sample {
  readonly gauge: Gauge;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A scrape waits this long for its samplers: a Postgres that hangs must not take the other metrics with it. */
const SAMPLE_WITHIN_MS = 3_000;

/** The injection token: `@Inject(METRICS) metrics: Metrics`. */
export const METRICS = Symbol('METRICS');

/**
 * The metrics of one process, for Prometheus. Each has a registry of its own, so that several apps can live in one test. Asking
 * twice for a name gives the same metric.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly samplers: Sampler[] = [];
  private readonly failures: Counter<'sampler'>;

  constructor() {
    this.failures = this.counter({
      name: 'herald_samples_failed_total',
      help: 'Scrapes for which a group of gauges could not be read.',
      labels: ['sampler'],
    });
  }

  counter<Label extends string = never>(options: MetricOptions<Label>): Counter<Label> {
    return this.once(options.name, () => new Counter({ ...this.base(options) }));
  }

  gauge<Label extends string = never>(options: MetricOptions<Label>): Gauge<Label> {
    return this.once(options.name, () => new Gauge({ ...this.base(options) }));
  }

  histogram<Label extends string = never>(options: HistogramOptions<Label>): Histogram<Label> {
    return this.once(options.name, () => new Histogram({ ...this.base(options), buckets: [...options.buckets] }));
  }

  /** Gauges that are read when somebody scrapes; they are absent while their source fails. */
  sample(sampler: Sampler): void {
    this.samplers.push(sampler);
  }

  /** CPU, memory, garbage collection and event loop lag of this process. Once, and not in tests: it starts observers. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** What the text is served as. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** Prometheus' text format. Never throws for a source that is away. */
  async text(): Promise<string> {
    await Promise.all(this.samplers.map((sampler) => this.read(sampler)));
    return this.registry.metrics();
  }

  private async read({ name, gauges, read }: Sampler): Promise<void> {
    const samples = await inTime(read).catch((): readonly Sample[] => {
      this.failures.inc({ sampler: name });
      return [];
    });
    for (const gauge of gauges) {
      gauge.reset();
      // Reset, one without labels would say 0.
      gauge.remove({});
    }
    for (const { gauge, labels, value } of samples) gauge.set(labels ?? {}, value);
  }

  private once<Metric>(name: string, make: () => Metric): Metric {
    return (this.registry.getSingleMetric(name) as Metric | undefined) ?? make();
  }

  private base<Label extends string>({ name, help, labels = [] }: MetricOptions<Label>) {
    return { name, help, labelNames: [...labels], registers: [this.registry] };
  }
}

async function inTime<T>(read: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = sleep(SAMPLE_WITHIN_MS, over.signal).then(() => {
    throw new Error('no answer in time');
  });
  try {
    return await Promise.race([read(), late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}
