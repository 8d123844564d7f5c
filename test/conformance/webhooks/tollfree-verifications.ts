import { parseTollfreeWebhook } from '@herald/provider';

import { NUMBERS } from '../context';
import { newProfile } from '../operations/profiles';
import { newVerification } from '../operations/tollfree';
import { type KindCheck, METHODS } from './kind-check';

const REASON = 'the form does not load';
const FIELDS = ['uuid', 'number', 'status', 'error_message'];

export async function checkTollfreeWebhooks(check: KindCheck): Promise<void> {
  const { herald, control, simulator } = check.context;
  // By command alone, in any order.
  simulator.setOptions({ registration: { step_seconds: null } });
  const { profile_uuid } = await herald.profiles.create(newProfile('Told of'));
  const [, , ...numbers] = NUMBERS.tollfree;
  for (const [at, method] of METHODS.entries()) {
    const number = numbers[at] ?? '';
    const input = {
      ...newVerification(profile_uuid, number),
      callback_url: check.urlOf('tollfree'),
      callback_method: method,
    };
    const { uuid } = await herald.tollfree.create(input);
    for (const status of ['UPDATE_REQUIRED', 'REJECTED', 'APPROVED'] as const) {
      const reason = status === 'APPROVED' ? undefined : REASON;
      await control('POST', `registrations/tollfree/${uuid}`, { state: status, reason: reason ?? null });
      const told = await check.expect(status, {
        door: 'tollfree',
        method,
        fields: FIELDS,
        read: ({ form }) => {
          const webhook = parseTollfreeWebhook(form);
          return webhook?.uuid === uuid && webhook.status === status ? webhook : undefined;
        },
      });
      if (told === undefined) continue;
      if (told.number !== number) check.problem(`${status} by ${method} is about another number`);
      if (told.reason !== reason) check.problem(`${status} by ${method} tells another reason`);
    }
  }
}
