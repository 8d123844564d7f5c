import { Injectable } from '@nestjs/common';

import { type Confirmation, readAnswer, readConfirmation } from '../answer-reader';
import { everyItem } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import {
  type CreatedProfile,
  createdProfile,
  type NewProfile,
  oneProfile,
  type Profile,
  type ProfileChanges,
  type ProfileFilter,
  type ProfilePage,
  profilePage,
} from './profile';

/** Business profiles: who a brand or a toll-free verification is for. Every method throws ProviderError. */
@Injectable()
export class PlivoProfiles {
  constructor(private readonly transport: PlivoTransport) {}

  async create(input: NewProfile): Promise<CreatedProfile> {
    return readAnswer(await this.transport.call('profiles.create', {}, { json: input }), createdProfile);
  }

  async list(filter: ProfileFilter = {}): Promise<ProfilePage> {
    return readAnswer(await this.transport.call('profiles.list', {}, { query: { ...filter } }), profilePage);
  }

  all(filter: ProfileFilter = {}): AsyncGenerator<Profile, void, void> {
    return everyItem(async (page) => {
      const { profiles: items, meta } = await this.list({ ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** @returns undefined when there is none */
  async get(profileUuid: string): Promise<Profile | undefined> {
    const answer = await this.transport.find('profiles.get', { profile_uuid: profileUuid });
    return answer && readAnswer(answer, oneProfile).profile;
  }

  /** @returns the profile as changed */
  async update(profileUuid: string, changes: ProfileChanges): Promise<Profile> {
    const answer = await this.transport.call('profiles.update', { profile_uuid: profileUuid }, { json: changes });
    return readAnswer(answer, oneProfile).profile;
  }

  /** For ever; the account's primary profile cannot be deleted. */
  async delete(profileUuid: string): Promise<Confirmation> {
    return readConfirmation(await this.transport.call('profiles.delete', { profile_uuid: profileUuid }));
  }
}
