import fc from 'fast-check';
import { sumAmounts } from './amount';
import { composeReport } from './compose-report';
import type { ReportFacts, RollupCell } from './report-facts';

const rules = {
  now: new Date('2026-03-01T12:00:00Z'),
  explainError: (code: number) => ({ meaning: `code ${code}`, resend: 'never', resend_could_help: false }),
  holds: [],
  stateOrder: ['planned', 'failed', 'delivered'],
};

const cell: fc.Arbitrary<RollupCell> = fc.record({
  country: fc.constantFrom('US', 'DE'),
  mcc: fc.constantFrom('', '310'),
  mnc: fc.constantFrom('', '004', '260'),
  state: fc.constantFrom('planned', 'failed', 'delivered'),
  error_code: fc.constantFrom(0, 20, 80),
  messages: fc.nat(1_000_000),
  units: fc.nat(3_000_000),
  amount: fc.nat(100_000_000).map((scaled) => sumAmounts([`0.${String(scaled % 100_000).padStart(5, '0')}`])),
});

function factsOf(cells: readonly RollupCell[], overrides: Partial<ReportFacts> = {}): ReportFacts {
  const campaign = {
    id: 1,
    name: 'any',
    state: 'running',
    reason: null,
    list_id: 1,
    src: '14155550100',
    powerpack_uuid: null,
    scheduled_at: null,
    created_at: '2026-03-01T09:00:00+00:00',
    launched_at: null,
    planned_at: null,
    started_at: '2026-03-01T11:00:00+01:00',
    finished_at: null,
    units_per_message: 2,
    units_planned: null,
    list_rows: 0,
    list_rejects: 0,
    list_duplicates: 0,
    list_contacts: 0,
    suppressed: 0,
    messages: 5,
    batches: 1,
  };
  const doubts = { batches: 0, settled: {}, took: null };
  const rest = { message_minutes: {}, request_minutes: {}, requests: [], doubts, lookups: null, replies: {} };
  const opt_outs = { during_campaign: 0, saved_late: 0 };
  const attempts = {
    earlier: { attempts: 0, units: 0, amount: '0.00000', delivered_late: 0 },
    withdrawn: 0,
    resent: [],
  };
  return { campaign, cells, held_back: [], ...rest, opt_outs, attempts, ...overrides };
}

describe('composeReport', () => {
  it('counts every message once in each split, whatever the cells', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 60 }), (cells) => {
        const { states, destinations, errors, units, cost } = composeReport(factsOf(cells), rules);
        const total = (rows: readonly { messages: number }[]) => rows.reduce((sum, { messages }) => sum + messages, 0);
        expect(total(states)).toBe(total(cells));
        expect(total(destinations)).toBe(total(cells));
        expect(total(errors)).toBe(total(cells.filter(({ error_code }) => error_code !== 0)));
        for (const { messages, states: split } of destinations) {
          expect(Object.values(split).reduce((sum, count) => sum + count, 0)).toBe(messages);
        }
        expect(units.billed).toBe(cells.reduce((sum, one) => sum + one.units, 0));
        expect(sumAmounts(states.map(({ total_amount }) => total_amount))).toBe(cost.total_amount);
        expect(sumAmounts(destinations.map(({ total_amount }) => total_amount))).toBe(cost.total_amount);
      }),
    );
  });

  it('says times in UTC', () => {
    expect(composeReport(factsOf([]), rules).campaign.started_at).toBe('2026-03-01T10:00:00.000Z');
  });

  it('puts minutes in order and takes refused ones for invalid numbers', () => {
    const at = Date.parse('2026-03-01T10:00:00Z') / 1_000;
    const { minutes, requests } = composeReport(
      factsOf([], {
        message_minutes: { [at + 60]: { refused: 2 }, [at]: { refused: 1, delivered: 3 } },
        request_minutes: { [at - 60]: { accepted: 1 }, [at]: { throttled: 4 } },
      }),
      rules,
    );
    expect(minutes.map(({ minute }) => minute.slice(11, 16))).toEqual(['09:59', '10:00', '10:01']);
    expect(minutes[1]).toMatchObject({ messages: { refused: 1, delivered: 3 }, requests: { throttled: 4 } });
    expect(requests.invalid_numbers).toBe(3);
  });

  it('counts replies by meaning, and opt-outs by when they were heard', () => {
    const suppressed = {
      country: 'US',
      mcc: '',
      mnc: '',
      state: 'suppressed',
      error_code: 0,
      units: 0,
      amount: '0.00000',
    };
    const { replies, opt_outs } = composeReport(
      factsOf([{ ...suppressed, messages: 7 }], {
        replies: { none: 4, opted_out: 2 },
        opt_outs: { during_campaign: 9, saved_late: 3 },
      }),
      rules,
    );
    expect(replies).toEqual({ total: 6, meanings: { none: 4, opted_out: 2 } });
    expect(opt_outs).toEqual({ during_campaign: 9, saved_at_claim: 7, saved_between_feed_and_claim: 3 });
  });

  it('knows no rate when everything went out at one instant', () => {
    const at = '2026-03-01T10:00:00Z';
    const accepted = { outcome: 'accepted', requests: 1, messages: 1_000, first_at: at, last_at: at };
    const { throughput } = composeReport(factsOf([], { requests: [accepted] }), rules);
    expect(throughput).toMatchObject({ messages: 1_000, messages_per_second: null });
  });
});
