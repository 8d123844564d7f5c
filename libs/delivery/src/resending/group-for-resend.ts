import { BATCH_SIZE } from '@herald/campaigns';
import type { MessageFacts } from '@herald/ledger';

export interface EndedMessage {
  readonly phone: string;
  readonly batch_id: string;
  readonly facts: MessageFacts;
}

interface EndedBatch {
  readonly country: string;
  readonly text: string;
  readonly attempt: number;
}

/** What becomes one new batch. */
export interface Group {
  readonly country: string;
  readonly text: string;
  /** The attempt that is to be made. */
  readonly attempt: number;
  readonly messages: readonly EndedMessage[];
}

/** Messages of one country, one text and one attempt go together, in the order they come in. */
export function groupForResend(ended: readonly EndedMessage[], batches: ReadonlyMap<string, EndedBatch>): Group[] {
  const groups = new Map<string, Group & { readonly messages: EndedMessage[] }>();
  const full: Group[] = [];
  for (const message of ended) {
    const batch = batches.get(message.batch_id);
    if (batch === undefined) throw new Error(`batch ${message.batch_id} is gone`);
    const { country, text, attempt } = batch;
    const key = JSON.stringify([country, attempt, text]);
    const group = groups.get(key) ?? { country, text, attempt: attempt + 1, messages: [] };
    groups.set(key, group);
    group.messages.push(message);
    if (group.messages.length < BATCH_SIZE) continue;
    full.push(group);
    groups.delete(key);
  }
  return [...full, ...groups.values()];
}
