const SKEW_MS = 10 * 60_000;

/** Whether the provider's record may be what a request made; a record without a readable time may be. */
export function madeSince(createdAt: string | undefined, sentAt: Date | null): boolean {
  const made = Date.parse(createdAt ?? '');
  return Number.isNaN(made) || sentAt === null || made >= sentAt.getTime() - SKEW_MS;
}
