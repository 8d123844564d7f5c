/** One thing that is wrong with what a caller wrote. */
export interface Fault {
  readonly code: string;
  /** Path in the request. */
  readonly field: string;
  readonly message: string;
}
