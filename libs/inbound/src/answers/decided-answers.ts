import type { Sql } from '@herald/database';
import type { Answer, AnswerKind } from '../domain/answer';

/** A person is not told the same again within this time: two machines must not answer each other for ever. */
const QUIET_MINUTES = 10;

interface RecentAnswer {
  readonly from: string;
  readonly to: string;
  readonly kind: AnswerKind;
}

/** What these people were told lately, and by which of our numbers. */
export async function recentAnswers(sql: Sql, people: readonly string[], now: Date): Promise<RecentAnswer[]> {
  const { rows } = await sql.query<RecentAnswer>(
    `SELECT i.from_number AS "from", i.to_number AS "to", a.kind
     FROM inbound_messages i JOIN inbound_answers a ON a.inbound_id = i.id
     WHERE i.from_number = ANY($1::bigint[]) AND a.decided_at > $2::timestamptz - interval '${QUIET_MINUTES} minutes'`,
    [people, now.toISOString()],
  );
  return rows;
}

interface NewAnswer extends Answer {
  readonly inboundId: string;
}

/** XML leaves with the answer to the webhook; a message of its own waits for a worker. */
export async function writeAnswers(sql: Sql, answers: readonly NewAnswer[], now: Date): Promise<void> {
  if (answers.length === 0) return;
  await sql.query(
    `INSERT INTO inbound_answers (inbound_id, kind, text, state, decided_at)
     SELECT id, kind, text, state, $5 FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS g (id, kind, text, state)
     ORDER BY id`,
    [
      answers.map(({ inboundId }) => inboundId),
      answers.map(({ kind }) => kind),
      answers.map(({ text }) => text),
      answers.map(({ via }) => (via === 'xml' ? 'returned' : 'waiting')),
      now.toISOString(),
    ],
  );
}
