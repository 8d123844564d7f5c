import { Database, type Sql } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestedKind } from '../domain/tendlc/registration';
import type { StepState } from '../domain/tendlc/step';
import { readRegistration, type RegistrationRow } from './registration-rows';
import { STEP_TABLES } from './step-tables';

const THERE: readonly StepState[] = ['created', 'registered', 'rejected', 'expired'];

/** Ends steps at the provider, where its rules allow it: the last first. */
@Injectable()
export class RegistrationEnds {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A worker deletes it at its next tick. @throws AppError not_found `registration_not_found`; conflict `registration_state` */
  async end(id: number, kind: RequestedKind): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await readRegistration(tx, id, true);
      if (row === undefined)
        throw new AppError('not_found', 'registration_not_found', 'There is no such registration.');
      const step = row[kind];
      if (step === null) throw conflict('The brand was made elsewhere: its profile is not Herald’s to delete.');
      if (kind === 'brand' && row.profile === null)
        throw conflict('The brand was made elsewhere: it is not Herald’s to delete.');
      if (!THERE.includes(step.state))
        throw conflict(`The ${kind} is ${step.state}: the provider has nothing to delete.`);
      await this.assertUnused(tx, row, kind);
      const { count } = await tx.query(
        `UPDATE ${STEP_TABLES[kind]} SET ending = true, look_at = $2, version = version + 1 WHERE id = $1 AND state = $3 RETURNING 1`,
        [step.id, this.clock.now(), step.state],
      );
      if (count !== 1) throw conflict(`The ${kind} has just moved on: read the registration again.`);
    });
  }

  /** What the provider would refuse: whatever builds on it must be gone. */
  private async assertUnused(
    tx: Sql,
    { brand, campaign, numbers }: RegistrationRow,
    kind: RequestedKind,
  ): Promise<void> {
    if (kind === 'campaign') {
      const left = numbers.filter(({ direction, state }) => !(direction === 'unlink' && state === 'success')).length;
      if (left > 0) throw conflict(`The campaign ${campaign.id} still has ${left} numbers: unlink them first.`);
    }
    if (kind === 'brand') {
      const text = `SELECT FROM tendlc_campaigns WHERE brand = $1 AND state NOT IN ('draft', 'refused', 'deleted')`;
      const { count } = await tx.query(text, [brand.id]);
      if (count > 0) throw conflict(`The brand still has ${count} campaigns: deactivate them first.`);
    }
    if (kind === 'profile' && !['draft', 'refused', 'deleted'].includes(brand.state)) {
      throw conflict(`The profile has a brand, which is ${brand.state}: deactivate that first.`);
    }
  }
}

function conflict(message: string): AppError {
  return new AppError('conflict', 'registration_state', message);
}
