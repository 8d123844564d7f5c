import { Database } from '@herald/database';
import { type NewProfile, PlivoProfiles, type Profile } from '@herald/provider';
import { Injectable } from '@nestjs/common';
import { type Details, sendable, textOf } from '../domain/tendlc/details';
import { madeSince } from './made-since';
import type { Columns } from './step-tables';
import type { Seen, StepWork, WorkRow } from './step-work';

interface ProfileRow extends WorkRow {
  readonly profile_uuid: string | null;
  readonly former_ids: readonly string[];
  readonly details: Details;
}

@Injectable()
export class ProfileWork implements StepWork<ProfileRow> {
  readonly kind = 'profile';
  readonly parent = { join: '', id: 'NULL::text', ready: 'true' };

  constructor(
    private readonly profiles: PlivoProfiles,
    private readonly database: Database,
  ) {}

  forbidden(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async submit(row: ProfileRow): Promise<Columns> {
    // Checked field by field before it was requested.
    const { profile_uuid: uuid } = await this.profiles.create(sendable(row.details) as unknown as NewProfile);
    return columnsOf(row, uuid);
  }

  async find(row: ProfileRow): Promise<Columns | undefined> {
    for await (const profile of this.profiles.all()) {
      if (this.isLike(profile, row) && !(await this.isKnown(profile.profile_uuid))) {
        return columnsOf(row, profile.profile_uuid);
      }
    }
    return undefined;
  }

  /** A profile has no state to look up: it is not asked for. */
  look({ id }: ProfileRow): Promise<Seen> {
    return Promise.reject(new Error(`profile ${id} is not to be looked at`));
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
  return { profile_uuid: uuid, former_ids: before === null ? former : [...former, before], look_at: null };
}
