import { Consent, Reviews } from '@herald/consent';
import { ReplyReviews } from '@herald/inbound';
import { systemClock } from '@herald/kernel';
import { LedgerCheck } from '@herald/reporting';

import { SenderRulesReader } from '../../../libs/consent/src/sender-rules';
import { ReportRepository } from '../../../libs/reporting/src/report.repository';
import { waitingForLocks } from '../../support/postgres-locks';
import { waitFor } from '../../support/wait-for';
import { call } from '../callbacks/signed-callback';
import { seedCampaign } from '../ledger/seed-campaign';
import { inboundForm } from './inbound-form';
import { type IngressSetup, startIngress } from './start-ingress';

const PATH = '/callbacks/plivo/inbound';
const SRC = '14155550000';
const BY = { actor: 'hk_op' };

describe('a reply whose review is decided later', () => {
  let ingress: IngressSetup;
  let reviews: Reviews;
  let replies: ReplyReviews;
  const rules = new SenderRulesReader();
  let person = 14_155_551_000;

  beforeAll(async () => {
    ingress = await startIngress();
    reviews = new Reviews(ingress.database, rules, systemClock);
    replies = new ReplyReviews(ingress.database, reviews);
  });
  afterAll(() => ingress.close());

  /** Somebody's answer to a campaign that was sent to them, and the review it gave rise to. */
  async function doubtfulReply() {
    person += 1;
    const phone = String(person);
    const { id } = await seedCampaign(ingress.database, { batches: [[phone]] });
    await ingress.database.query('UPDATE batches SET sending_at = now() WHERE campaign_id = $1', [id]);
    const form = inboundForm({ From: phone, To: SRC, Text: 'you need to stop this' });
    const bring = () => call(ingress.signed(PATH, form));
    expect(await bring()).toBe(200);
    const review = (await reviews.list(100, 'open')).objects.at(-1);
    expect(review?.phone).toBe(phone);
    return { id, phone, bring, review: review?.id ?? 0 };
  }

  async function reported(id: number) {
    const facts = await new ReportRepository(ingress.database).facts(id);
    const { checks } = await new LedgerCheck(ingress.database).verify(id);
    return {
      replies: facts?.replies,
      optOuts: facts?.opt_outs.during_campaign,
      sound: checks.find(({ name }) => name === 'replies')?.ok,
    };
  }

  it.each([
    ['opted_out', 'opted_out', 1],
    ['opted_in', 'opted_in', 0],
    ['dismissed', 'none', 0],
  ] as const)('counts with its campaign as what it was decided to be: %s', async (decision, meaning, optOuts) => {
    const { id, review } = await doubtfulReply();
    expect(await reported(id)).toEqual({ replies: { review: 1 }, optOuts: 0, sound: true });
    expect(await replies.decide(review, decision, BY)).toMatchObject({ state: decision });
    expect(await reported(id)).toEqual({ replies: { [meaning]: 1 }, optOuts, sound: true });
  });

  it('is decided, and counted, once', async () => {
    const { id, review } = await doubtfulReply();
    const settled = await Promise.allSettled([
      replies.decide(review, 'opted_out', BY),
      replies.decide(review, 'opted_out', BY),
      replies.decide(review, 'opted_out', BY),
    ]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await reported(id)).toEqual({ replies: { opted_out: 1 }, optOuts: 1, sound: true });
  });

  it('keeps what was decided when the provider brings it again', async () => {
    const { id, review, bring } = await doubtfulReply();
    await replies.decide(review, 'opted_out', BY);
    expect(await bring()).toBe(200);
    expect(await reported(id)).toEqual({ replies: { opted_out: 1 }, optOuts: 1, sound: true });
  });

  it('waits for who stores it again together with their next word, and does not stand in their way', async () => {
    const { id, phone, review } = await doubtfulReply();
    const consent = new Consent(rules);
    let decision: Promise<unknown> | undefined;
    await ingress.database.transaction(async (tx) => {
      await tx.query('UPDATE inbound_messages SET repeats = repeats + 1 WHERE campaign_id = $1', [id]);
      decision = replies.decide(review, 'dismissed', BY).catch((error: unknown) => error);
      await waitFor('the decision to wait', async () => (await waitingForLocks(ingress.database)) === 1);
      const reply = { from: phone, to: SRC, text: 'STOP', intent: null, at: new Date(), inboundId: '0' };
      expect(await consent.applyInbound(tx, reply)).toBe('opted_out');
    });
    expect(await decision).toMatchObject({ code: 'review_state' });
    expect(await reported(id)).toMatchObject({ replies: { review: 1 }, sound: true });
  });
});
