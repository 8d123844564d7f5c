import type { AddressInfo } from 'node:net';

/** What the load generator is told, as JSON on its command line. */
export interface LoadPlan {
  readonly host: string;
  readonly port: AddressInfo['port'];
  readonly connections: number;
  /** Signed for this origin, whichever process is called. */
  readonly publicUrl: string;
  readonly secret: string;
  readonly authToken: string;
  readonly batchIds: readonly string[];
  readonly firstPhone: number;
  readonly perBatch: number;
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
