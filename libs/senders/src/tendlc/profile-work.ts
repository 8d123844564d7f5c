import { Database } from '@herald/database';
import { type NewProfile, PlivoProfiles, type Profile } from '@herald/provider';
import { Injectable } from '@nestjs/common';
import { type Details, sendable, textOf } from '../domain/tendlc/details';
import { differencesOf, profileChanges } from '../domain/tendlc/profile-changes';
import { madeSince } from './made-since';
import type { Columns } from './step-tables';
import type { Seen, StepWork, WorkRow } from './step-work';

interface ProfileRow extends WorkRow {
  readonly profile_uuid: string | null;
  readonly former_ids: readonly string[];
  readonly details: Details;
  readonly correcting: boolean;
}

const CORRECTED: Columns = { correcting: false, differences: '[]' };

@Injectable()
export class ProfileWork implements StepWork<ProfileRow> {
  readonly kind = 'profile';
  readonly parent = { join: '', id: 'NULL::text', ready: 'true' };

  constructor(
    private readonly profiles: PlivoProfiles,
    private readonly database: Database,
  ) {}

  async forbidden(row: ProfileRow): Promise<string | undefined> {
    const uuid = corrected(row);
    if (uuid === undefined || (await this.profiles.get(uuid)) !== undefined) return undefined;
    return 'the provider has this profile no more: it cannot be changed';
  }

  /** A profile the provider has is changed, any other is created. */
  async submit(row: ProfileRow): Promise<Columns> {
    const there = corrected(row);
    if (there !== undefined) {
      await this.profiles.update(there, profileChanges(row.details));
      return CORRECTED;
    }
    // Checked field by field before it was requested.
    const { profile_uuid: uuid } = await this.profiles.create(sendable(row.details) as unknown as NewProfile);
    return columnsOf(row, uuid);
  }

  async find(row: ProfileRow): Promise<Columns | undefined> {
    const uuid = corrected(row);
    if (uuid !== undefined) {
      const profile = await this.profiles.get(uuid);
      const arrived = profile !== undefined && differencesOf(profileChanges(row.details), profile).length === 0;
      return arrived ? CORRECTED : undefined;
    }
    for await (const profile of this.profiles.all()) {
      if (this.isLike(profile, row) && !(await this.isKnown(profile.profile_uuid))) {
        return columnsOf(row, profile.profile_uuid);
      }
    }
    return undefined;
  }

  /** A profile has no state: whether it is there, and as it was sent. */
  async look({ profile_uuid: uuid, details }: ProfileRow): Promise<Seen | undefined> {
    const profile = uuid === null ? undefined : await this.profiles.get(uuid);
    if (profile === undefined) return undefined;
    return { columns: { differences: JSON.stringify(differencesOf(details, profile)) }, inHand: false };
  }

  async end({ profile_uuid: uuid }: ProfileRow): Promise<void> {
    if (uuid !== null) await this.profiles.delete(uuid);
  }

  private isLike(profile: Profile, { details, sent_at: sentAt }: ProfileRow): boolean {
    const same = (name: 'profile_alias' | 'company_name') => profile[name] === textOf(details, name);
    return same('profile_alias') && same('company_name') && madeSince(profile.created_at, sentAt);
  }

  private async isKnown(uuid: string): Promise<boolean> {
    const text = 'SELECT FROM profiles WHERE profile_uuid = $1 OR $1 = ANY (former_ids)';
    return (await this.database.query(text, [uuid])).count > 0;
  }
}

function columnsOf({ profile_uuid: before, former_ids: former }: ProfileRow, uuid: string): Columns {
  return { ...CORRECTED, profile_uuid: uuid, former_ids: before === null ? former : [...former, before] };
}

/** The provider's id of one that is to be changed there. */
function corrected({ correcting, profile_uuid: uuid }: ProfileRow): string | undefined {
  return correcting ? (uuid ?? undefined) : undefined;
}
