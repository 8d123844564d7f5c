import type { Heard } from './say-stop';

/** A recipient in Herald's ledger. */
export interface Recipient {
  readonly phone: string;
  readonly state: string;
  /** Epoch ms: the claim of the batch that holds the message began then. Null: it was never claimed. */
  readonly claimedAt: number | null;
}

/** What the campaign's report says. */
export interface Told {
  readonly saved_at_claim: number;
  readonly saved_between_feed_and_claim: number;
}

export interface Evidence {
  readonly heard: readonly Heard[];
  readonly recipients: readonly Recipient[];
  /** Destinations in the simulator's ledger, and how often each was accepted. */
  readonly sent: ReadonlyMap<string, number>;
  readonly told: Told;
}

export type StopRaceVerdict = ReturnType<typeof judge>;

/**
 * Whose opt-out was acknowledged (so: committed) before the claim of their batch began must not be in the provider's ledger; everybody
 * else must be there once. Both times are of one machine's clock.
 */
export function judge({ heard, recipients, sent, told }: Evidence) {
  const claimed = new Map(recipients.map((recipient) => [recipient.phone, recipient]));
  const stops = heard.filter(({ forged }) => !forged);
  const inTime = stops.filter(({ phone, acknowledgedAt: at }) => {
    const claimedAt = claimed.get(phone)?.claimedAt ?? Infinity;
    return at !== undefined && at < claimedAt;
  });
  const early = new Set(inTime.map(({ phone }) => phone));
  const suppressed = new Set(recipients.filter(({ state }) => state === 'suppressed').map(({ phone }) => phone));
  const stopped = new Set(stops.map(({ phone }) => phone));
  const figures = {
    opt_outs: stops.length,
    not_acknowledged: stops.filter(({ status }) => status !== 200).length,
    committed_before_their_claim: inTime.length,
    sent_after_stop: inTime.filter(({ phone }) => sent.has(phone)).length,
    // The claim had begun, and the opt-out still came in time for it.
    spared_while_being_claimed: [...suppressed].filter((phone) => !early.has(phone)).length,
    forged: heard.length - stops.length,
    forged_taken: heard.filter(({ forged, status }) => forged && status !== 403).length,
    sent_twice: [...sent.values()].filter((times) => times > 1).length,
    not_sent_without_a_stop: recipients.filter(({ phone }) => !sent.has(phone) && !stopped.has(phone)).length,
    suppressed_but_sent: [...suppressed].filter((phone) => sent.has(phone)).length,
    suppressed: suppressed.size,
    ...told,
  };
  const broken = [
    ...(figures.sent_after_stop > 0 ? [`${figures.sent_after_stop} sent to after their STOP was committed`] : []),
    ...(figures.not_acknowledged > 0 ? [`${figures.not_acknowledged} opt-outs were not taken`] : []),
    ...(figures.forged_taken > 0 ? [`${figures.forged_taken} forged opt-outs were taken`] : []),
    ...(figures.sent_twice > 0 ? [`${figures.sent_twice} sent twice`] : []),
    ...(figures.not_sent_without_a_stop > 0 ? [`${figures.not_sent_without_a_stop} lost`] : []),
    ...(figures.suppressed_but_sent > 0 ? [`${figures.suppressed_but_sent} suppressed and sent all the same`] : []),
    ...(figures.committed_before_their_claim === 0 ? ['no opt-out came before a claim: nothing was shown'] : []),
    ...(told.saved_at_claim === suppressed.size ? [] : ['the report miscounts those who were left out']),
  ];
  return { ok: broken.length === 0, ...figures, broken };
}
