import type { Consent } from '@herald/consent';
import type { Sql } from '@herald/database';
import { recentAnswers, writeAnswers } from './answers/decided-answers';
import { type Answer, type AnswerSettings, decideAnswer } from './domain/answer';
import type { InboundMeaning, InboundMessage } from './domain/inbound-message';
import { messageXml } from './domain/message-xml';
import { type CopiedMessage, countReplies, storeInbound, type StoredInbound, writeMeanings } from './store-inbound';
import { addWebhookStats } from './webhooks/webhook-inbox.repository';

export interface InboundOutcome {
  readonly kind: 'stored' | 'repeated';
  /** What the provider shall do with the answer to its webhook. */
  readonly xml?: string;
}

interface CommitOptions {
  readonly messages: readonly InboundMessage[];
  readonly now: Date;
  readonly consent: Consent;
  readonly answers: AnswerSettings;
}

/** A message that was not there before, and what came of it. */
interface Fresh {
  readonly message: InboundMessage;
  readonly stored: StoredInbound;
  readonly meaning: InboundMeaning;
  /** What HELP to this number of ours is answered with, where it has words of its own. */
  readonly helpText: string | null;
}

const REPEATED: InboundOutcome = { kind: 'repeated' };

/**
 * Commits a group of inbound messages in the caller's transaction: the messages with the campaigns they answer, what they mean for
 * consent, what is answered to them, and their counts. An opt-out among them holds from the moment this commits.
 *
 * @returns what became of each message, in their order; true once the transaction commits
 */
export async function commitInbound(
  sql: Sql,
  { messages, now, consent, answers }: CommitOptions,
): Promise<InboundOutcome[]> {
  const first = new Map<string, CopiedMessage>();
  for (const message of messages) {
    const before = first.get(message.messageUuid);
    first.set(message.messageUuid, { ...(before ?? message), copies: (before?.copies ?? 0) + 1 });
  }
  const rows = await storeInbound(sql, [...first.values()], now);
  const stored = new Map(rows.map((row) => [row.messageUuid, row]));
  const fresh = await understand(sql, { first, stored, now, consent });
  const answered = await answersTo(sql, fresh, answers, now);
  const outcomes = messages.map(({ messageUuid }): InboundOutcome => {
    const one = fresh.get(messageUuid);
    if (one === undefined) return REPEATED;
    // A second copy of it in this group is a repetition.
    fresh.delete(messageUuid);
    const answer = answered.get(messageUuid);
    return answer?.via === 'xml' ? { kind: 'stored', xml: xmlOf(one.message, answer) } : { kind: 'stored' };
  });
  const counts = outcomes.map(({ kind }) => ({ kind: 'inbound', outcome: kind, count: 1 }) as const);
  await addWebhookStats(sql, now, counts);
  return outcomes;
}

interface Understanding {
  readonly first: ReadonlyMap<string, InboundMessage>;
  readonly stored: ReadonlyMap<string, StoredInbound>;
  readonly now: Date;
  readonly consent: Consent;
}

/** Asks consent about each new message: one person's in the order they came, several people's side by side. */
async function understand(sql: Sql, { first, stored, now, consent }: Understanding): Promise<Map<string, Fresh>> {
  const byPerson = new Map<string, [InboundMessage, StoredInbound][]>();
  for (const message of first.values()) {
    const row = stored.get(message.messageUuid);
    if (row?.fresh !== true) continue;
    byPerson.set(message.from, [...(byPerson.get(message.from) ?? []), [message, row]]);
  }
  // Once for each of our numbers, and not for every message to it: the rules are then remembered.
  const help = new Map<string, string | null>();
  for (const to of new Set([...byPerson.values()].flat().map(([message]) => message.to))) {
    help.set(to, await consent.helpText(sql, to));
  }
  // By number, so that two groups with the same people meet them in one order.
  const people = [...byPerson].sort(([a], [b]) => (a < b ? -1 : 1));
  // Settled, all of them: a statement that is still to come must not slip out behind the rollback.
  const settled = await Promise.allSettled(
    people.map(async ([, theirs]) => {
      const done: Fresh[] = [];
      for (const [message, row] of theirs) {
        const { from, to, text, intent } = message;
        const meaning = await consent.applyInbound(sql, { from, to, text, intent, at: now, inboundId: row.id });
        done.push({ message, stored: row, meaning, helpText: help.get(to) ?? null });
      }
      return done;
    }),
  );
  const fresh = settled.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  const meant = fresh.filter(({ meaning }) => meaning !== 'none');
  if (meant.length > 0) {
    await writeMeanings(
      sql,
      meant.map(({ stored: { id }, meaning }) => ({ id, meaning })),
    );
  }
  const replies = fresh.flatMap(({ stored: { campaignId }, meaning }) =>
    campaignId === null ? [] : [{ campaignId, meaning }],
  );
  if (replies.length > 0) await countReplies(sql, replies);
  return new Map(fresh.map((one) => [one.message.messageUuid, one]));
}

/** Decides what is answered, and writes it down: once for each message, and one of a kind to a person within the quiet time. */
async function answersTo(
  sql: Sql,
  fresh: ReadonlyMap<string, Fresh>,
  settings: AnswerSettings,
  now: Date,
): Promise<ReadonlyMap<string, Answer>> {
  const wanted = [...fresh.values()].flatMap((one) => {
    const texts = { ...settings.texts, ...(one.helpText === null ? {} : { help: one.helpText }) };
    const answer = decideAnswer(one.message, one.meaning, { ...settings, texts });
    return answer === undefined ? [] : [{ ...one, answer }];
  });
  if (wanted.length === 0) return new Map();
  const keyOf = (from: string, to: string, kind: string): string => `${from}/${to}/${kind}`;
  const recent = await recentAnswers(
    sql,
    wanted.map(({ message: { from } }) => from),
    now,
  );
  const told = new Set(recent.map(({ from, to, kind }) => keyOf(from, to, kind)));
  const given = wanted.filter(({ message: { from, to }, answer: { kind } }) => {
    const key = keyOf(from, to, kind);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
  await writeAnswers(
    sql,
    given.map(({ stored: { id }, answer }) => ({ inboundId: id, ...answer })),
    now,
  );
  return new Map(given.map(({ message, answer }) => [message.messageUuid, answer]));
}

function xmlOf({ from, to }: InboundMessage, { text }: Answer): string {
  return messageXml({ src: to, dst: from, text });
}
