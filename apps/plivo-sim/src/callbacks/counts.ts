/** What became of the callbacks or webhooks of one kind. */
export interface DeliveryCounts {
  /** Those that came about; deliberate copies are counted apart. */
  generated: number;
  copies: number;
  lost: number;
  /** HTTP requests made, retries and copies among them. */
  attempts: number;
  acknowledged: number;
  abandoned: number;
}

export const NO_DELIVERIES: Readonly<DeliveryCounts> = {
  generated: 0,
  copies: 0,
  lost: 0,
  attempts: 0,
  acknowledged: 0,
  abandoned: 0,
};

/** How many have not come to an end: due later, waiting for a connection, under way, or to be tried again. */
export function pendingOf({ generated, copies, lost, acknowledged, abandoned }: DeliveryCounts): number {
  return generated + copies - lost - acknowledged - abandoned;
}
