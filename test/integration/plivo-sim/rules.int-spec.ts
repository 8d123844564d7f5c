import { type OptionsPatch } from '../../../apps/plivo-sim/src/options/options';
import { ALL_DELIVERED, AT_ONCE, bulk, setup, SRC, tearDown } from './support';

afterEach(tearDown);

const US = '14155550101';
const GB = '442071838750';
const barGermany = { account: { disabled_countries: ['DE'] } };
const DE = '4915112345678';

describe('a bulk request', () => {
  it('takes 1,000 unique numbers, however often they are repeated', async () => {
    const { send, summary } = await setup();
    const { json, status } = await send({ dst: `${bulk(1000)}<${bulk(1000)}` });
    expect(status).toBe(202);
    expect(json.message_uuid).toHaveLength(1000);
    expect(json).not.toHaveProperty('invalid_number');
    expect((await summary()).destinations_more_than_once).toBe(0);
  });

  it.each([
    ['reject', 400, 0],
    ['accept_first_1000', 202, 1000],
    ['accept_all', 202, 1001],
  ] as const)('of 1,001 numbers: %s', async (mode, status, accepted) => {
    const { send, summary } = await setup({ options: { unknowns: { over_1000: mode } } });
    expect((await send({ dst: bulk(1001) })).status).toBe(status);
    expect((await summary()).accepted_messages).toBe(accepted);
  });

  it.each(['invalid_number', 'duplicate_number'] as const)('may report duplicates as %s', async (mode) => {
    const { send } = await setup({ options: { unknowns: { duplicates_reported: mode } } });
    const { json } = await send({ dst: `${US}<${US}` });
    expect(json[mode]).toEqual([US]);
    expect(json.message_uuid).toHaveLength(1);
  });

  it.each([
    ['dst', (uuids: string[]) => uuids],
    ['reversed', (uuids: string[]) => [...uuids].reverse()],
  ] as const)('gives UUIDs in the order %s', async (order, arrange) => {
    const { send, get, messagesUrl } = await setup({ options: { unknowns: { uuid_order: order } } });
    const uuids = (await send({ dst: bulk(10) })).json.message_uuid as string[];
    const numbers: unknown[] = [];
    for (const uuid of uuids) numbers.push((await get(`${messagesUrl}${uuid}/`)).json.to_number);
    expect(numbers).toEqual(arrange(bulk(10).split('<')));
  });

  it('may shuffle them: the same set, in an order that tells nothing', async () => {
    const shuffled = await setup({ options: { unknowns: { uuid_order: 'shuffled' } } });
    const plain = await setup();
    const a = (await shuffled.send({ dst: bulk(50) })).json.message_uuid as string[];
    const b = (await plain.send({ dst: bulk(50) })).json.message_uuid as string[];
    expect(a).not.toEqual(b);
    expect([...a].sort()).toEqual([...b].sort());
  });

  it.each([
    ['reject', 400, []],
    ['invalid_number', 202, [SRC]],
    ['accept', 202, undefined],
  ] as const)('with src among dst: %s', async (mode, status, invalid) => {
    const { send } = await setup({ options: { unknowns: { src_equals_dst: mode } } });
    const answer = await send({ dst: `${SRC}<${US}` });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.json.error).toContain('identical to src');
    else expect(answer.json.invalid_number).toEqual(invalid);
  });

  it.each([
    ['reject', 403, 0],
    ['invalid_number', 202, 1],
    ['accept_then_450', 202, 2],
  ] as const)('with a barred country in it: %s', async (mode, status, accepted) => {
    const { send, settled } = await setup({ options: { ...barGermany, unknowns: { barred_country_in_bulk: mode } } });
    expect((await send({ dst: `${GB}<${DE}` })).status).toBe(status);
    const { accepted_messages: messages, by_error_code: codes } = await settled();
    expect(messages).toBe(accepted);
    expect(codes['450'] ?? 0).toBe(mode === 'accept_then_450' ? 1 : 0);
  });

  it('to a barred country alone is refused with 403', async () => {
    const { send } = await setup({ options: barGermany });
    expect((await send({ dst: DE })).status).toBe(403);
  });
});

describe('senders', () => {
  it('out of a Powerpack are its own numbers, the same for the same recipient', async () => {
    const powerpacks = { pack: ['16285550001', '16285550002', '16285550003'] };
    const { send, settled, receiver } = await setup({ options: { account: { powerpacks } } });
    const fromPack = { src: undefined, powerpack_uuid: 'pack', url: `${receiver.url}/s` };
    await send({ ...fromPack, dst: bulk(30) });
    await send({ ...fromPack, dst: bulk(30) });
    await settled();
    const senders = new Map<string, Set<string>>();
    for (const { params } of receiver.callbacks) {
      expect(params.PowerpackUUID).toBe('pack');
      const to = params.To ?? '';
      senders.set(to, (senders.get(to) ?? new Set()).add(params.From ?? ''));
    }
    expect([...senders.values()].every((from) => from.size === 1)).toBe(true);
    expect(new Set([...senders.values()].flatMap((from) => [...from]))).toEqual(new Set(powerpacks.pack));
    expect((await send({ src: undefined, powerpack_uuid: 'other', dst: US })).status).toBe(400);
  });

  it.each<[string, OptionsPatch, Record<string, unknown>, number]>([
    ['alphanumeric, not enabled', {}, { src: 'HERALD', dst: GB }, 400],
    ['alphanumeric, enabled', { account: { alphanumeric_senders: true } }, { src: 'HERALD', dst: GB }, 202],
    ['alphanumeric, to the US', { account: { alphanumeric_senders: true } }, { src: 'HERALD', dst: US }, 400],
    ['too long', { account: { alphanumeric_senders: true } }, { src: 'HERALDHERALD', dst: GB }, 400],
    ['not the account’s', { account: { senders: ['14155550199'] } }, { dst: US }, 400],
    ['the account’s, with "+"', { account: { senders: ['14155550199'] } }, { src: '+14155550199', dst: US }, 202],
  ])('%s', async (_, options, body, status) => {
    const { send } = await setup({ options });
    expect((await send(body)).status).toBe(status);
  });
});

describe('what is accepted and fails all the same', () => {
  it('is everything to a recipient who said STOP to this sender: 202, then 200', async () => {
    const { send, settled, control } = await setup({ options: { carrier: AT_ONCE, outcomes: ALL_DELIVERED } });
    await control('POST', '/_sim/optouts', { source: `+${SRC}`, recipient: US });
    expect((await send({ dst: `${US}<${GB}` })).status).toBe(202);
    expect((await send({ src: '14155550199', dst: US })).status).toBe(202);
    expect(await settled()).toMatchObject({ by_error_code: { '200': 1 }, by_state: { failed: 1, delivered: 2 } });
    await control('DELETE', '/_sim/optouts', { source: SRC, recipient: US });
    await send({ dst: US });
    expect((await settled()).by_error_code).toEqual({ '200': 1 });
  });

  it('is what the credit does not cover: 900, then refusals until a recharge', async () => {
    const account = { balance: '0.02' };
    const unknowns = { credit_refusal_status: 402 } as const;
    const { send, settled, control } = await setup({ options: { outcomes: ALL_DELIVERED, account, unknowns } });
    expect((await send({ dst: '14155550101<14155550102<14155550103' })).status).toBe(202);
    expect(await settled()).toMatchObject({ by_error_code: { '900': 1 }, amount: '0.01540' });
    const refused = await send({ dst: US });
    expect(refused.status).toBe(402);
    expect(refused.json.error).toBe('Insufficient Credit');
    await control('PUT', '/_sim/options', { account: { balance: '5' } });
    expect((await send({ dst: US })).status).toBe(202);
  });

  it.each<[string, OptionsPatch, Record<string, unknown>, string]>([
    ['India without DLT', { account: { india_dlt: true } }, { dst: '919876543210' }, '160'],
    ['a disabled account', { account: { disabled: true } }, { dst: US }, '910'],
    [
      'toll-free to Canada',
      { unknowns: { toll_free_to_canada: 'fail_201' } },
      { src: '18005550100', dst: '14165550100' },
      '201',
    ],
    [
      'WhatsApp outside a conversation',
      { outcomes: { whatsapp_open_conversation: 0 } },
      { type: 'whatsapp', dst: US },
      '340',
    ],
  ])('is %s', async (_, options, body, code) => {
    const { send, settled } = await setup({ options });
    expect((await send(body)).status).toBe(202);
    expect((await settled()).by_error_code).toEqual({ [code]: 1 });
  });
});
