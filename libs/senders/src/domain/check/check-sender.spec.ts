import { checkSender, checkStranger, type SenderUse } from './check-sender';
import { capProblems } from './daily-cap';
import type { PoolFact, SenderFact } from './sender-fact';

const SMS = { sms: true, mms: false, whatsapp: false };
const MMS = { ...SMS, mms: true };
const UUID = '5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46';

function fact(over: Partial<SenderFact> = {}): SenderFact {
  const plain = { sender: '14155550100', type: 'number', country: 'US', capabilities: SMS, state: 'active' } as const;
  return { ...plain, tollfree: null, tendlc: null, ...over };
}
const linked = { tendlcCampaign: 'CACME', registered: true, pending: null };
const REGISTERED = fact({ tendlc: linked });
const tollFree = (state: string | null, reason: string | null = null) =>
  fact({ sender: '18885550100', type: 'toll_free', tollfree: state === null ? null : { state, reason } });
const VERIFIED = tollFree('approved');
const SHORT_CODE = fact({ sender: '12345', type: 'short_code' });
const NAME = fact({ sender: 'ACME', type: 'alphanumeric', country: null });
const WHATSAPP = fact({ type: 'whatsapp', capabilities: { ...SMS, sms: false, whatsapp: true } });

function pool(...members: SenderFact[]): PoolFact {
  return { ...fact({ sender: UUID, type: 'powerpack', country: null }), members };
}
function use(countries: string[], channel: SenderUse['channel'] = 'sms'): SenderUse {
  return { channel, destinations: countries.map((country) => ({ country, units: 1 })) };
}
const codes = (sender: SenderFact | PoolFact, wanted: SenderUse) =>
  checkSender(sender, wanted, 'src').map(({ severity, code, field }) => [severity, code, field]);

describe('checkSender', () => {
  it.each<[string, SenderFact | PoolFact, SenderUse]>([
    ['a registered long code to the United States', REGISTERED, use(['US', 'CA', 'DE'])],
    ['a long code to other countries', fact(), use(['CA', 'DE'])],
    ['a verified toll-free number', VERIFIED, use(['US', 'CA'])],
    ['a short code at home', SHORT_CODE, use(['US'])],
    ['a sender name abroad', NAME, use(['DE', 'FR'])],
    ['MMS from a number that can', { ...REGISTERED, capabilities: MMS }, use(['US', 'CA'], 'mms')],
    ['WhatsApp everywhere', WHATSAPP, use(['US', 'IN'], 'whatsapp')],
    ['a pool whose numbers may', pool(REGISTERED, VERIFIED), use(['US'])],
    ['an unregistered long code, as long as no country is known', fact(), use([])],
  ])('finds nothing wrong with %s', (_what, sender, wanted) => {
    expect(checkSender(sender, wanted, 'src')).toEqual([]);
  });

  it.each<[SenderFact | PoolFact, SenderUse, string, string, string, string]>([
    [
      fact({ state: 'disabled' }),
      use(['US']),
      'sender_disabled',
      'src',
      'an operator took it out of use',
      'senders enable',
    ],
    [
      fact({ state: 'gone' }),
      use(['US']),
      'sender_gone',
      'src',
      'the provider does not show it any more',
      'rent it again',
    ],
    [fact(), use(['US']), 'tendlc_missing', 'src', 'linked to no 10DLC campaign is blocked', 'Link it'],
    [
      fact({ tendlc: { ...linked, registered: false, pending: 'its link is being processed' } }),
      use(['US']),
      'tendlc_pending',
      'src',
      'not registered for the United States yet: its link is being processed (CACME)',
      'Wait for the registration',
    ],
    [
      tollFree(null),
      use(['CA']),
      'tollfree_unverified',
      'src',
      'is not verified: carriers refuse what it sends to CA',
      'tollfree create',
    ],
    [tollFree('deleted'), use(['US']), 'tollfree_unverified', 'src', 'is not verified', 'tollfree create'],
    [
      tollFree('processing'),
      use(['US']),
      'tollfree_pending',
      'src',
      'verification is processing',
      'Wait for the carriers',
    ],
    [
      tollFree('update_required', 'the form is not to be seen'),
      use(['US']),
      'tollfree_update_required',
      'src',
      'want the toll-free number\'s verification changed ("the form is not to be seen")',
      'within six days',
    ],
    [
      tollFree('rejected', 'gambling'),
      use(['US']),
      'tollfree_rejected',
      'src',
      'was rejected ("gambling")',
      'resubmit',
    ],
    [VERIFIED, use(['US', 'DE', 'FR']), 'tollfree_country', 'src', 'recipients in DE, FR', 'another sender'],
    [
      SHORT_CODE,
      use(['US', 'CA']),
      'short_code_country',
      'src',
      'sends within US only, and the list has recipients in CA',
      'in US',
    ],
    [
      NAME,
      use(['US', 'DE']),
      'alphanumeric_country',
      'src',
      'A sender name is not allowed in US',
      'registered long code',
    ],
    [REGISTERED, use(['US'], 'mms'), 'sender_incapable', 'type', 'The sender …0100 cannot send MMS', 'senders ls'],
    [REGISTERED, use(['US'], 'whatsapp'), 'sender_incapable', 'type', 'cannot send WhatsApp messages', 'senders ls'],
    [WHATSAPP, use(['IN']), 'sender_incapable', 'type', 'cannot send SMS', 'senders ls'],
    [
      { ...REGISTERED, capabilities: MMS },
      use(['US', 'DE'], 'mms'),
      'mms_country',
      'type',
      'MMS goes to the United States and Canada only',
      'as SMS',
    ],
    [pool(), use(['US']), 'pool_empty', 'src', 'has no number to send from', 'powerpacks add'],
    [pool(fact({ state: 'gone' })), use(['US']), 'pool_empty', 'src', 'has no number to send from', 'powerpacks add'],
    [pool(REGISTERED), use(['US'], 'mms'), 'sender_incapable', 'type', 'None of the 1 numbers', '--service mms'],
    [pool(REGISTERED), use(['US'], 'whatsapp'), 'whatsapp_needs_src', 'src', 'not through a Powerpack', 'Give src'],
    [pool(fact(), tollFree(null)), use(['US']), 'tendlc_missing', 'src', 'linked to no 10DLC campaign', 'Link it'],
  ])('refuses %#: %j', (sender, wanted, code, field, message, remedy) => {
    const [problem, ...others] = checkSender(sender, wanted, 'src');
    expect(problem).toMatchObject({ severity: 'error', code, field });
    expect(problem?.message).toContain(message);
    expect(problem?.remedy).toContain(remedy);
    expect(others).toEqual([]);
  });

  it('names everything that is wrong at once', () => {
    expect(codes(tollFree('rejected'), use(['US', 'DE'], 'mms'))).toEqual([
      ['error', 'sender_incapable', 'type'],
      ['error', 'mms_country', 'type'],
      ['error', 'tollfree_country', 'src'],
      ['error', 'tollfree_rejected', 'src'],
    ]);
  });

  it('only warns of a pool of which some numbers may send', () => {
    const [problem] = checkSender(pool(REGISTERED, tollFree('submitted'), fact()), use(['US']), 'powerpack_uuid');
    expect(problem).toMatchObject({ severity: 'warning', code: 'pool_partly_usable', field: 'powerpack_uuid' });
    expect(problem?.message).toContain("2 of the pool's 3 numbers (…0100, …0100) may not send to US");
  });

  it('tells no whole number', () => {
    expect(checkSender(fact({ state: 'gone' }), use([]), 'src')[0]?.message).not.toContain('14155550100');
  });
});

describe('checkStranger', () => {
  it('warns that nothing is known, and of what its shape forbids', () => {
    expect(checkStranger(fact(), use(['US']), 'src').map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'sender_unknown'],
    ]);
    expect(checkStranger(NAME, use(['US']), 'src').map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'sender_unknown'],
      ['warning', 'alphanumeric_country'],
    ]);
  });
});

describe('capProblems', () => {
  it('says what today does not hold', () => {
    const [problem] = capProblems([{ key: 'BACME', amount: 2_000, used: 1_500, units: 900 }], 'src');
    expect(problem).toMatchObject({ severity: 'warning', code: 'daily_cap_short', field: 'src' });
    expect(problem?.message).toBe('The daily cap of BACME has 500 of 2000 parts left today, and the campaign has 900.');
    expect(problem?.remedy).toContain('400 parts wait until after midnight Pacific');
  });

  it('says nothing while it is enough', () => {
    expect(capProblems([{ key: '', amount: 2_000, used: 1_100, units: 900 }], 'src')).toEqual([]);
  });
});
