import type { Scope } from './domain/scope';

/** Who makes a request: the key it came with. */
export interface Caller {
  readonly keyId: number;
  readonly prefix: string;
  readonly scope: Scope;
}
