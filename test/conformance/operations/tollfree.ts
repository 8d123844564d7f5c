import {
  type NewTollfreeVerification,
  type TollfreeVerification,
  type TollfreeVerificationFilter,
} from '@herald/provider';

import { type Context, NUMBERS } from '../context';
import { probe } from '../filter-check';
import { newProfile } from './profiles';

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** `YYYY-MM-DD`, so many days from today. */
function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

export function newVerification(profileUuid: string, number: string): NewTollfreeVerification {
  return {
    profile_uuid: profileUuid,
    number,
    usecase: '2FA',
    usecase_summary: 'We send 2FA codes to customers when they sign up.',
    message_sample: 'Your verification code is 123456.',
    optin_image_url: 'https://example.com/form.png',
    optin_type: 'WEB_FORM',
    volume: '1,000',
    additional_information: 'Privacy policy: https://example.com/privacy',
    extra_data: 'Ticket 1',
    callback_url: 'http://127.0.0.1:9/nobody',
  };
}

export async function checkTollfree({ check, sdk, herald, simulator }: Context): Promise<void> {
  // They stay as they are submitted: an approved one can neither be changed nor deleted.
  simulator.setOptions({ registration: { step_seconds: null } });
  const made: string[] = [];
  const keep = async (creation: Promise<unknown>): Promise<unknown> => {
    const created = (await creation) as { uuid: string };
    made.push(created.uuid);
    return created;
  };
  const { profile_uuid } = await herald.profiles.create(newProfile('Tollfree'));
  const [first, second] = NUMBERS.tollfree;
  await check('tollfree.create', {
    makes: true,
    sdk: [
      {
        name: 'tollfreeVerification.create',
        call: () => keep(sdk.tollfreeVerification.create({ ...newVerification(profile_uuid, first) })),
      },
    ],
    herald: () => keep(herald.tollfree.create(newVerification(profile_uuid, second))),
  });
  const [bySdk = '', byHerald = ''] = made;
  await check('tollfree.get', {
    sdk: [{ name: 'tollfreeVerification.get', call: () => sdk.tollfreeVerification.get(byHerald) }],
    herald: () => herald.tollfree.get(byHerald),
  });
  const list = async (filter: TollfreeVerificationFilter): Promise<readonly TollfreeVerification[]> =>
    (await herald.tollfree.list(filter)).objects;
  const isOurs = (verification: TollfreeVerification): boolean => verification.profile_uuid === profile_uuid;
  const query = { profile_uuid, usecase: '2FA', limit: 5, created__gte: '2020-01-01' };
  await check('tollfree.list', {
    sdk: [{ name: 'tollfreeVerification.list', call: () => sdk.tollfreeVerification.list({ ...query }) }],
    herald: () => herald.tollfree.list(query),
    filters: [
      probe(
        'number',
        (number) => list({ number }),
        [second, '18445550199'],
        (v) => v.number === second,
      ),
      probe(
        'status',
        (status) => list({ status }),
        ['SUBMITTED', 'APPROVED'],
        (v) => v.status === 'SUBMITTED',
      ),
      probe('profile_uuid', (uuid) => list({ profile_uuid: uuid }), [profile_uuid, NOBODY], isOurs),
      probe(
        'usecase',
        (usecase) => list({ usecase }),
        ['2FA', '2FA,FRAUD_ALERT'],
        (v) => v.usecase === '2FA',
      ),
      probe('created', (created) => list({ created }), [day(0), day(-1)], isOurs),
      probe('created__gt', (created__gt) => list({ created__gt }), [day(-1), day(1)], isOurs),
      probe('created__gte', (created__gte) => list({ created__gte }), [day(0), day(1)], isOurs),
      probe('created__lt', (created__lt) => list({ created__lt }), [day(1), day(-1)], isOurs),
      probe('created__lte', (created__lte) => list({ created__lte }), [day(0), day(-1)], isOurs),
    ],
  });
  const changes = { usecase_summary: 'We send passcodes to customers.', extra_data: 'Ticket 2' };
  await check('tollfree.update', {
    sdk: [
      {
        name: 'tollfreeVerification.update',
        call: () => sdk.tollfreeVerification.update(byHerald, { ...changes }),
      },
    ],
    herald: () => herald.tollfree.update(byHerald, changes),
  });
  await check('tollfree.delete', {
    sdk: [{ name: 'tollfreeVerification.delete', call: () => sdk.tollfreeVerification.delete(bySdk) }],
    herald: () => herald.tollfree.delete(byHerald),
  });
}
