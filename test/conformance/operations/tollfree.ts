import { type NewTollfreeVerification } from '@herald/provider';

import { type Context, NUMBERS } from '../context';
import { newProfile } from './profiles';

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
  const query = { profile_uuid, usecase: '2FA', limit: 5, created__gte: '2020-01-01' };
  await check('tollfree.list', {
    sdk: [{ name: 'tollfreeVerification.list', call: () => sdk.tollfreeVerification.list({ ...query }) }],
    herald: () => herald.tollfree.list(query),
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
