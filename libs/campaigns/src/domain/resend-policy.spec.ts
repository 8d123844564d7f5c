import { resendPolicyFault, resendPolicyOf } from './resend-policy';

describe('a re-send policy', () => {
  const policy = resendPolicyOf({}, [20, 80]);
  if (policy === null) throw new Error('an empty policy is one');

  it('is off unless it is given', () => {
    expect(resendPolicyOf(undefined, [20])).toBeNull();
    expect(resendPolicyOf(null, [20])).toBeNull();
  });

  it('has defaults, and never takes charged messages by itself', () => {
    expect(policy).toMatchObject({ max_attempts: 2, codes: [20, 80], undelivered: false });
    expect(resendPolicyFault(policy, 10)).toBeUndefined();
  });

  it.each([{ max_attempts: 1 }, { max_attempts: 6 }, { wait_minutes: 9 }, { within_hours: 0 }, { codes: [] }])(
    'cannot be %j',
    (wrong) => {
      expect(resendPolicyFault({ ...policy, ...wrong }, 10)?.field).toBe(`resend.${Object.keys(wrong)[0] ?? ''}`);
    },
  );
});
