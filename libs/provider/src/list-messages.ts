import type { PageFilter } from './pages';

/** What to look for. Without a time the provider looks at the last 24 hours, 90 days back at most. */
export interface MessageFilter extends PageFilter {
  /** E.164 digits. */
  readonly to?: string;
  /** A number in E.164 digits, a short code or an alphanumeric id. */
  readonly from?: string;
  readonly powerpackId?: string;
  /** Inclusive, as `sentUntil`; the next two are exclusive. */
  readonly sentFrom?: Date;
  readonly sentUntil?: Date;
  readonly sentAfter?: Date;
  readonly sentBefore?: Date;
  /** At this very moment. */
  readonly sentAt?: Date;
  /** `outbound` unless told otherwise. */
  readonly direction?: 'inbound' | 'outbound';
  readonly state?: 'queued' | 'sent' | 'failed' | 'delivered' | 'undelivered' | 'received' | 'rejected';
  readonly type?: 'sms' | 'mms' | 'whatsapp';
  /** As in callbacks: `200`. */
  readonly errorCode?: string;
  /** `SA…` */
  readonly subaccount?: string;
  /** ISO 3166 alpha-2. */
  readonly destinationCountry?: string;
  /** Long codes in the US only, as the campaign's id. */
  readonly tendlcRegistrationStatus?: string;
  readonly tendlcCampaignId?: string;
  readonly conversationId?: string;
  readonly conversationOrigin?: 'utility' | 'authentication' | 'marketing' | 'service';
}

/** The query of `GET …/Message/`, in the provider's spelling. */
export function listQuery(filter: MessageFilter): Readonly<Record<string, string | number | undefined>> {
  return {
    message_direction: filter.direction ?? 'outbound',
    to_number: filter.to === undefined ? undefined : `+${filter.to}`,
    from_number: filter.from === undefined ? undefined : senderText(filter.from),
    powerpack_id: filter.powerpackId,
    message_time__gte: filter.sentFrom && providerTime(filter.sentFrom),
    message_time__lte: filter.sentUntil && providerTime(filter.sentUntil),
    message_time__gt: filter.sentAfter && providerTime(filter.sentAfter),
    message_time__lt: filter.sentBefore && providerTime(filter.sentBefore),
    message_time: filter.sentAt && providerTime(filter.sentAt),
    message_state: filter.state,
    message_type: filter.type,
    error_code: filter.errorCode,
    subaccount: filter.subaccount,
    destination_country_iso2: filter.destinationCountry,
    tendlc_registration_status: filter.tendlcRegistrationStatus,
    tendlc_campaign_id: filter.tendlcCampaignId,
    conversation_id: filter.conversationId,
    conversation_origin: filter.conversationOrigin,
    limit: filter.limit ?? 20,
    offset: filter.offset,
  };
}

/** Numbers are asked for in E.164, which begins with a plus; short codes and names as they are. */
function senderText(sender: string): string {
  return /^\d{7,}$/.test(sender) ? `+${sender}` : sender;
}

/** `YYYY-MM-DD HH:MM:SS.uuuuuu`, UTC. */
function providerTime(time: Date): string {
  return time.toISOString().replace('T', ' ').replace('Z', '000');
}
