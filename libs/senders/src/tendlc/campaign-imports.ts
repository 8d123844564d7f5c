import { Database, type Sql } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { campaignIdFault } from '../domain/tendlc/check-import';
import type { RegistrationView } from './registration-view';
import { Registrations } from './registrations';
import { StepMoves } from './step-moves';

interface NewImport {
  readonly name: string;
  /** The registry's, as C1234567. */
  readonly campaignId: string;
}

/** 10DLC campaigns that were registered elsewhere: taken over they are registrations like any other. */
@Injectable()
export class CampaignImports {
  constructor(
    private readonly database: Database,
    private readonly registrations: Registrations,
    private readonly moves: StepMoves,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A worker asks the provider for it at its next tick; no fee is known of. Which brand it is of, a look at it tells then: until that
   * another stands in for it.
   *
   * @throws AppError invalid `registration_invalid`; conflict `campaign_known`, `registration_state`
   */
  async begin({ name, campaignId }: NewImport): Promise<RegistrationView> {
    const fault = campaignIdFault(campaignId);
    if (fault !== undefined) {
      const details = [{ field: 'campaign_id', message: fault }];
      throw new AppError('invalid', 'registration_invalid', `Nothing was sent: campaign_id ${fault}.`, { details });
    }
    const id = await this.database.transaction(async (tx) => {
      await assertNoneLost(tx);
      const now = this.clock.now();
      const brand = await this.insert(
        tx,
        `INSERT INTO brands (state, created_at, state_at) VALUES ('registered', $1, $1) RETURNING id`,
        [now],
      );
      const campaign = await this.insert(
        tx,
        `INSERT INTO tendlc_campaigns (brand, campaign_id, imported, details, state, created_at, state_at)
         VALUES ($1, $2, true, $3, 'draft', $4, $4) ON CONFLICT (campaign_id) DO NOTHING RETURNING id`,
        [brand, campaignId, JSON.stringify({ campaign_alias: name }), now],
      );
      if (campaign === undefined) throw await known(tx, campaignId);
      await this.moves.move(tx, { kind: 'campaign', id: campaign, to: 'requested', source: 'operator' });
      return this.insert(
        tx,
        'INSERT INTO registrations (name, brand, campaign, created_at) VALUES ($1, $2, $3, $4) RETURNING id',
        [name, brand, campaign, now],
      );
    });
    if (id === undefined) throw new Error('INSERT … RETURNING gave no row');
    return this.registrations.get(id);
  }

  private async insert(tx: Sql, text: string, values: readonly unknown[]): Promise<number | undefined> {
    return (await tx.query<{ id: number }>(text, values)).rows[0]?.id;
  }
}

/** The campaign could be the one whose answer was lost: as an import it would not be found any more, and be made and paid for again. */
async function assertNoneLost(tx: Sql): Promise<void> {
  const { rows } = await tx.query<{ id: number; state: string }>(
    `SELECT r.id, c.state FROM tendlc_campaigns c JOIN registrations r ON r.campaign = c.id
     WHERE c.state IN ('sending', 'unknown') AND c.campaign_id IS NULL ORDER BY r.id LIMIT 1`,
  );
  const [lost] = rows;
  if (lost === undefined) return;
  const message = `The campaign of registration ${lost.id} is ${lost.state}, and its id not known yet: import when it is no more.`;
  throw new AppError('conflict', 'registration_state', message);
}

async function known(tx: Sql, campaignId: string): Promise<AppError> {
  const { rows } = await tx.query<{ id: number; state: string }>(
    'SELECT r.id, c.state FROM tendlc_campaigns c JOIN registrations r ON r.campaign = c.id WHERE c.campaign_id = $1',
    [campaignId],
  );
  const [{ id, state } = { id: 0, state: 'there' }] = rows;
  const message = `is ${JSON.stringify(campaignId)}, which registration ${id} has already (${state}): go on with that one`;
  const details = [{ field: 'campaign_id', message }];
  return new AppError('conflict', 'campaign_known', `Nothing was sent: campaign_id ${message}.`, { details });
}
