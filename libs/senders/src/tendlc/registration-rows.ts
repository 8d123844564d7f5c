import type { Sql } from '@herald/database';
import type { Difference } from '../domain/tendlc/profile-changes';
import type { CampaignStep, NumberLink, Registration, Step } from '../domain/tendlc/registration';
import type { ProfileState, ReviewState } from '../domain/tendlc/step-state';

/** What a registration is made of, with what the provider says of its throughput. */
export interface RegistrationRow extends Registration {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly created_at: Date;
  readonly vetting_score: number | null;
  readonly mno_metadata: Readonly<Record<string, unknown>> | null;
  /** What the provider shows of the profile that is not as it was sent. */
  readonly differences: readonly Difference[];
  /** What is sent of the profile next changes the one the provider has. */
  readonly correcting: boolean;
}

type ProfileRow = Step<ProfileState> & Pick<RegistrationRow, 'differences' | 'correcting'>;

interface Head {
  readonly id: number;
  readonly name: string;
  readonly profile: number | null;
  readonly brand: number;
  readonly campaign: number;
  readonly version: number;
  readonly created_at: Date;
}

const STEP = 'id, state, reason, details, ending';

/** @param lock whoever changes it holds it, so that two operators’ changes come one after the other */
export async function readRegistration(sql: Sql, id: number, lock = false): Promise<RegistrationRow | undefined> {
  const text = `SELECT id, name, profile, brand, campaign, version, created_at FROM registrations WHERE id = $1`;
  const { rows } = await sql.query<Head>(lock ? `${text} FOR UPDATE` : text, [id]);
  const [head] = rows;
  if (head === undefined) return undefined;
  const one = async <T>(query: string, key: number): Promise<T> => {
    const [row] = (await sql.query<T>(query, [key])).rows;
    if (row === undefined) throw new Error(`registration ${id} refers to what is not there`);
    return row;
  };
  const profileText = `SELECT ${STEP}, differences, correcting, profile_uuid AS provider_id FROM profiles WHERE id = $1`;
  const brandText = `SELECT ${STEP}, brand_id AS provider_id, vetting_score FROM brands WHERE id = $1`;
  const campaignText = `SELECT ${STEP}, campaign_id AS provider_id, imported, mno_metadata FROM tendlc_campaigns WHERE id = $1`;
  const known = head.profile === null ? null : await one<ProfileRow>(profileText, head.profile);
  const { differences = [], correcting = false, ...profile } = known ?? {};
  const { vetting_score, ...brand } = await one<Step<ReviewState> & Pick<RegistrationRow, 'vetting_score'>>(
    brandText,
    head.brand,
  );
  const { mno_metadata, ...campaign } = await one<CampaignStep & Pick<RegistrationRow, 'mno_metadata'>>(
    campaignText,
    head.campaign,
  );
  const numbers = await sql.query<NumberLink>(
    'SELECT number, direction, state, reason FROM number_links WHERE campaign = $1 ORDER BY number',
    [head.campaign],
  );
  const { name, version, created_at } = head;
  return {
    id,
    name,
    version,
    created_at,
    profile: known === null ? null : (profile as Step<ProfileState>),
    differences,
    correcting,
    brand,
    campaign,
    vetting_score,
    mno_metadata,
    numbers: numbers.rows,
  };
}

/** One change of one step's state. */
export interface RegistrationEvent {
  readonly at: Date;
  readonly step: 'profile' | 'brand' | 'campaign' | 'link';
  /** Of a link. */
  readonly number: string | null;
  readonly from_state: string;
  readonly to_state: string;
  readonly source: string;
  readonly reason: string | null;
}

/** Oldest first. */
export async function readHistory(sql: Sql, id: number): Promise<RegistrationEvent[]> {
  const { rows } = await sql.query<RegistrationEvent>(
    `SELECT e.at, e.kind AS step, l.number, e.from_state, e.to_state, e.source, e.reason
     FROM registrations r JOIN registration_events e ON (e.kind = 'profile' AND e.object = r.profile)
       OR (e.kind = 'brand' AND e.object = r.brand) OR (e.kind = 'campaign' AND e.object = r.campaign)
       OR (e.kind = 'link' AND e.object IN (SELECT id FROM number_links WHERE campaign = r.campaign))
     LEFT JOIN number_links l ON e.kind = 'link' AND l.id = e.object
     WHERE r.id = $1 ORDER BY e.id`,
    [id],
  );
  return rows;
}
