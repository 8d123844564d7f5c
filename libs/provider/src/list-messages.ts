/** What to look for; times are inclusive. Without a time the provider looks at the last 24 hours, 90 days back at most. */
export interface MessageFilter {
  /** E.164 digits. */
  readonly to?: string;
  /** A number in E.164 digits, a short code or an alphanumeric id. */
  readonly from?: string;
  readonly powerpackId?: string;
  readonly sentFrom?: Date;
  readonly sentUntil?: Date;
  /** 1 to 20, the provider's most. */
  readonly limit?: number;
  readonly offset?: number;
}

/** The query string of `GET …/Message/`, in the provider's spelling. */
export function listQuery(filter: MessageFilter): string {
  const query = new URLSearchParams({ message_direction: 'outbound' });
  if (filter.to !== undefined) query.set('to_number', `+${filter.to}`);
  if (filter.from !== undefined) query.set('from_number', senderText(filter.from));
  if (filter.powerpackId !== undefined) query.set('powerpack_id', filter.powerpackId);
  if (filter.sentFrom !== undefined) query.set('message_time__gte', providerTime(filter.sentFrom));
  if (filter.sentUntil !== undefined) query.set('message_time__lte', providerTime(filter.sentUntil));
  query.set('limit', String(filter.limit ?? 20));
  if (filter.offset !== undefined) query.set('offset', String(filter.offset));
  return query.toString();
}

/** Numbers are asked for in E.164, which begins with a plus; short codes and names as they are. */
function senderText(sender: string): string {
  return /^\d{7,}$/.test(sender) ? `+${sender}` : sender;
}

/** `YYYY-MM-DD HH:MM:ss.uuuuuu`, UTC. */
function providerTime(time: Date): string {
  return time.toISOString().replace('T', ' ').replace('Z', '000');
}
