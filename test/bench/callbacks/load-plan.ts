import type { AddressInfo } from 'node:net';

/** What callbacks are made of. */
export interface SigningPlan {
  /** Signed for this origin, whichever process is called. */
  readonly publicUrl: string;
  readonly secret: string;
  readonly authToken: string;
  readonly batchIds: readonly string[];
  readonly firstPhone: number;
  readonly perBatch: number;
}

/** What the load generator is told, as JSON on its command line. */
export interface LoadPlan extends SigningPlan {
  /** Three status callbacks of each message, or one inbound message of each recipient. */
  readonly what: 'status' | 'inbound';
  readonly host: string;
  readonly port: AddressInfo['port'];
  readonly connections: number;
}

/** What the generator of the long run is told. */
export interface SustainedPlan extends SigningPlan {
  readonly ports: readonly AddressInfo['port'][];
  /** Over all ports. */
  readonly connections: number;
  /** Share of the callbacks that come a second time. */
  readonly duplicates: number;
  readonly shuffled: boolean;
  readonly seed: number;
  /** When a callback that was not answered 200 is sent again, by how often it was sent; the last one holds for all others. */
  readonly retryAfterMs: readonly number[];
}

export interface SustainedResult {
  readonly requests: number;
  readonly acknowledged: number;
  readonly seconds: number;
  /** Of acknowledged callbacks, from their last sending. */
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly p999_ms: number;
  readonly max_ms: number;
  /** The longest that a callback waited for an answer that was not 200. */
  readonly slowest_refusal_ms: number;
  /** Answers by status; `none` = cut off, or not within 8 s. */
  readonly answers: Readonly<Record<string, number>>;
  /** How often the most stubborn callback was sent. */
  readonly most_sendings: number;
  /** Acknowledged in each second. */
  readonly by_second: readonly number[];
  /** By message, the last of its statuses that was acknowledged: 0 none, 1 queued, 2 sent, 3 delivered; base64 of bytes. */
  readonly acknowledged_states: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
}
