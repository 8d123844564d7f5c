import { Database } from '@herald/database';
import {
  type BatchState,
  EFFECTIVE_STATE,
  FACTS_OF_M,
  type FactsRow,
  factsOf,
  type MessageFacts,
} from '@herald/ledger';
import { Injectable } from '@nestjs/common';

import type { Suspect } from '../domain/evidence';

/** A message that a person wants looked up. */
export interface WantedMessage {
  readonly phone: string;
  readonly facts: MessageFacts;
  /** Its own state or, before its first callback, its batch's. */
  readonly state: string;
  readonly batch: {
    readonly id: string;
    readonly state: BatchState;
    readonly sender: Suspect['sender'];
    readonly sendingAt: Date | null;
    /** As the provider answered them; empty when its answer was lost. */
    readonly uuids: ReadonlySet<string>;
  };
  /** Whether the provider's records of it name its number. */
  readonly hasNumber: boolean;
}

interface Row extends FactsRow {
  readonly phone: string | null;
  readonly effective: string;
  readonly batch_id: string;
  readonly batch_state: BatchState;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly sending_at: Date | null;
  readonly uuids: string[];
  readonly has_number: boolean;
}

@Injectable()
export class WantedRepository {
  constructor(private readonly database: Database) {}

  /** @returns what there is not, where there is none */
  async find(campaignId: number, phone: string): Promise<WantedMessage | 'no_campaign' | 'no_message'> {
    const { rows } = await this.database.query<Row>(
      `SELECT m.phone, ${FACTS_OF_M}, ${EFFECTIVE_STATE} AS effective, b.id AS batch_id, b.state AS batch_state, c.src,
              c.powerpack_uuid, b.sending_at, coalesce(b.message_uuids, '{}')::text[] AS uuids,
              c.log IN ('true', 'number_only') AS has_number
       FROM campaigns c
       LEFT JOIN messages m ON m.campaign_id = c.id AND m.phone = $2
       LEFT JOIN batches b ON b.id = m.batch_id
       WHERE c.id = $1`,
      [campaignId, phone],
    );
    const [row] = rows;
    if (row === undefined) return 'no_campaign';
    if (row.phone === null) return 'no_message';
    return {
      phone: row.phone,
      facts: factsOf(row),
      state: row.effective,
      batch: {
        id: row.batch_id,
        state: row.batch_state,
        sender: row.src === null ? { powerpackId: row.powerpack_uuid ?? '' } : { src: row.src },
        sendingAt: row.sending_at,
        uuids: new Set(row.uuids),
      },
      hasNumber: row.has_number,
    };
  }
}
