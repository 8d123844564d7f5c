import { BATCH_SIZE } from '@herald/campaigns';
import type { MessageFacts } from '@herald/ledger';

export interface EndedMessage {
  readonly phone: string;
  readonly batch_id: string;
  readonly facts: MessageFacts;
}

/** What a request to these recipients says; null = as their campaign does. */
export interface EndedBatch {
  readonly country: string;
  readonly text: string;
  readonly channel: string | null;
  readonly units_per_message: number | null;
  readonly content: object | null;
  readonly attempt: number;
}

/** What becomes one new batch; `attempt` is the one that is to be made. */
export interface Group extends EndedBatch {
  readonly messages: readonly EndedMessage[];
}

/** Messages of one country, one content and one attempt go together, in the order they come in. */
export function groupForResend(ended: readonly EndedMessage[], batches: ReadonlyMap<string, EndedBatch>): Group[] {
  const groups = new Map<string, Group & { readonly messages: EndedMessage[] }>();
  const full: Group[] = [];
  for (const message of ended) {
    const batch = batches.get(message.batch_id);
    if (batch === undefined) throw new Error(`batch ${message.batch_id} is gone`);
    const { country, attempt, text, channel, content } = batch;
    const key = JSON.stringify([country, attempt, channel, text, content]);
    const group = groups.get(key) ?? { ...batch, attempt: attempt + 1, messages: [] };
    groups.set(key, group);
    group.messages.push(message);
    if (group.messages.length < BATCH_SIZE) continue;
    full.push(group);
    groups.delete(key);
  }
  return [...full, ...groups.values()];
}
