import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { KnownSender } from '../directory/known-sender';
import type { PoolFact, SenderFact } from '../domain/check/sender-fact';

interface FactRow extends Pick<KnownSender, 'sender' | 'type' | 'country' | 'sms' | 'mms' | 'whatsapp' | 'state'> {
  readonly tollfree_state: string | null;
  readonly tollfree_reason: string | null;
  readonly tendlc_campaign: string | null;
  readonly campaign_state: string | null;
  readonly link_direction: string | null;
  readonly link_state: string | null;
  readonly link_reason: string | null;
}

// Of a number's verifications the approved one counts, else the newest.
const FACTS = `
SELECT s.sender, s.type, s.country, s.sms, s.mms, s.whatsapp, s.state,
  v.state AS tollfree_state, v.reason AS tollfree_reason,
  coalesce(c.campaign_id, 'campaign ' || c.id) AS tendlc_campaign, c.state AS campaign_state,
  l.direction AS link_direction, l.state AS link_state, l.reason AS link_reason
FROM senders s
LEFT JOIN LATERAL (
  SELECT state, reason FROM tollfree_verifications v WHERE v.number = s.sender AND s.type = 'toll_free'
  ORDER BY (v.state = 'approved') DESC, (v.state = 'deleted'), v.id DESC LIMIT 1
) v ON true
LEFT JOIN number_links l ON s.type = 'number' AND l.number = CASE WHEN s.sender ~ '^[0-9]{1,15}$' THEN s.sender::bigint END
  AND NOT (l.direction = 'unlink' AND l.state = 'success')
LEFT JOIN tendlc_campaigns c ON c.id = l.campaign`;

/** What is known of senders, for the checks. */
@Injectable()
export class SenderFactsRepository {
  constructor(private readonly database: Database) {}

  /** Whether Herald manages senders at all. */
  async any(): Promise<boolean> {
    const { count } = await this.database.query('SELECT 1 FROM senders LIMIT 1');
    return count > 0;
  }

  async find(sender: string): Promise<SenderFact | PoolFact | undefined> {
    const { rows } = await this.database.query<FactRow>(`${FACTS} WHERE s.sender = $1`, [sender]);
    const [row] = rows;
    if (row === undefined) return undefined;
    const fact = factOf(row);
    return fact.type === 'powerpack' ? { ...fact, members: await this.members(sender) } : fact;
  }

  private async members(powerpack: string): Promise<SenderFact[]> {
    const { rows } = await this.database.query<FactRow>(
      `${FACTS} WHERE s.sender IN (SELECT m.sender FROM pool_members m WHERE m.powerpack = $1) ORDER BY s.sender`,
      [powerpack],
    );
    return rows.map(factOf);
  }
}

function factOf(row: FactRow): SenderFact {
  const { sender, type, country, sms, mms, whatsapp, state } = row;
  return {
    sender,
    type,
    country,
    capabilities: { sms, mms, whatsapp },
    state,
    tollfree: row.tollfree_state === null ? null : { state: row.tollfree_state, reason: row.tollfree_reason },
    tendlc: tendlcOf(row),
  };
}

function tendlcOf(row: FactRow): SenderFact['tendlc'] {
  if (row.tendlc_campaign === null) return null;
  const pending = pendingOf(row);
  return { tendlcCampaign: row.tendlc_campaign, registered: pending === null, pending };
}

/** What of a link is not as it must be, if anything. */
function pendingOf({
  campaign_state: campaign,
  link_direction: direction,
  link_state: link,
  link_reason: why,
}: FactRow) {
  if (campaign !== 'registered') return `its 10DLC campaign is ${campaign ?? 'not known'}`;
  if (direction === 'unlink' && link !== 'failed' && link !== 'refused') return 'it is being unlinked';
  if (direction === 'unlink' || link === 'success') return null;
  if (link === 'failed' || link === 'refused')
    return `its link ${link === 'failed' ? 'failed' : 'was refused'}${why ? `, "${why}"` : ''}`;
  return link === 'draft' ? 'its link was not asked for yet' : 'its link is being processed';
}
