import type { Sql } from '@herald/database';
import { AppError } from '@herald/kernel';
import { Injectable } from '@nestjs/common';
import { CAMPAIGN_CHANGES } from '../domain/tendlc/check-campaign';
import { type Cost, costOf, type Fees, isAmount } from '../domain/tendlc/cost';
import { type Details, within } from '../domain/tendlc/details';
import { fixedChanges, PROFILE_CHANGES } from '../domain/tendlc/profile-changes';
import { checkSteps, openSteps, type RequestedKind, REQUESTED_KINDS } from '../domain/tendlc/registration';
import type { StepState } from '../domain/tendlc/step';
import type { RegistrationRow } from './registration-rows';
import { StepMoves } from './step-moves';
import { STEP_TABLES } from './step-tables';

/** What an operator changes of a registration, in the transaction that holds its row. */
@Injectable()
export class RegistrationEdits {
  constructor(private readonly moves: StepMoves) {}

  /** @throws AppError conflict `registration_state`; invalid `registration_invalid` */
  async edit(tx: Sql, row: RegistrationRow, kind: RequestedKind, given: Details): Promise<void> {
    const step = row[kind];
    if (step === null) throw stateConflict('The brand was made elsewhere: its profile is not Herald’s to change.');
    if (kind === 'campaign' && row.campaign.imported) {
      throw stateConflict('The campaign was registered elsewhere: it can only be changed there.');
    }
    const { id, state, details } = step;
    if (state === 'rejected' && kind === 'campaign') assertChangeable(given);
    const toDraft =
      state === 'requested' || state === 'refused' || (kind === 'profile' && state === 'created' && !step.ending);
    if (!toDraft && state !== 'draft' && state !== 'rejected') {
      throw stateConflict(
        `The ${kind} is ${state}: it can only be changed before it is sent, or once it was refused or rejected.`,
      );
    }
    const merged = mergedDetails(details, given);
    const columns = kind === 'profile' ? { correcting: corrects(row, merged) } : {};
    if (toDraft) {
      const moved = await this.moves.move(tx, { kind, id, to: 'draft', source: 'operator', from: [state], columns });
      if (!moved) throw movedOn(kind);
    }
    const { count } = await tx.query(
      `UPDATE ${STEP_TABLES[kind]} SET details = $2, version = version + 1 WHERE id = $1 AND state = $3 RETURNING 1`,
      [id, JSON.stringify(merged), toDraft ? 'draft' : state],
    );
    if (count !== 1) throw movedOn(kind);
    if (!toDraft && kind === 'profile') await this.moves.note(tx, kind, id, columns);
  }

  /** @returns what it costs, which was agreed to. @throws AppError as `Registrations.submit` */
  async submit(
    tx: Sql,
    row: RegistrationRow,
    through: RequestedKind,
    acceptCost: string | undefined,
    fees: Fees,
  ): Promise<Cost> {
    const kinds = openSteps(row, through);
    if (kinds.length === 0) {
      throw stateConflict(
        `There is nothing to submit: ${REQUESTED_KINDS.map((kind) => `the ${kind} is ${row[kind]?.state ?? 'not ours'}`).join(', ')}.`,
      );
    }
    const { errors } = checkSteps(row, kinds);
    if (errors.length > 0) {
      const message = `Nothing was sent: the provider would refuse it. ${errors[0]?.field ?? ''} ${errors[0]?.message ?? ''}.`;
      throw new AppError('invalid', 'registration_invalid', message, { details: errors });
    }
    const cost = costOf(row, kinds, fees);
    if (cost.items.length > 0 && !isAmount(acceptCost ?? '', cost.total)) throw costNotAccepted(cost, acceptCost);
    for (const kind of kinds) await this.request(tx, row, kind);
    return cost;
  }

  /** @throws AppError conflict `registration_state` */
  async remove(tx: Sql, { id, profile, brand, campaign }: RegistrationRow): Promise<void> {
    await tx.query('DELETE FROM number_links WHERE campaign = $1 AND submissions = 0', [campaign.id]);
    await tx.query('DELETE FROM registrations WHERE id = $1', [id]);
    const unsent = async (kind: RequestedKind, step: number): Promise<void> => {
      const text = `DELETE FROM ${STEP_TABLES[kind]} WHERE id = $1 AND state = 'draft' AND submissions = 0 RETURNING 1`;
      if ((await tx.query(text, [step])).count === 1) return;
      throw stateConflict(`The ${kind} is or was with the provider: the registration cannot be deleted.`);
    };
    await unsent('campaign', campaign.id);
    const { count } = await tx.query('SELECT FROM tendlc_campaigns WHERE brand = $1', [brand.id]);
    const shared = count > 0 || brand.state !== 'draft';
    if (shared) return;
    await unsent('brand', brand.id);
    if (profile !== null) await unsent('profile', profile.id);
  }

  private async request(tx: Sql, row: RegistrationRow, kind: RequestedKind): Promise<void> {
    const step = row[kind];
    if (step === null) return;
    const { id, state } = step;
    const go = async (to: StepState, from: StepState): Promise<void> => {
      // Of a rejected brand's profile no other brand is made: that needs another one.
      const correcting = row.correcting && row.brand.state !== 'rejected';
      const asked = { not_before: null, look_at: null, ...(kind === 'profile' ? { correcting } : {}) };
      const columns = to === 'requested' ? asked : {};
      if (!(await this.moves.move(tx, { kind, id, to, source: 'operator', from: [from], columns })))
        throw movedOn(kind);
    };
    if (state === 'refused') await go('draft', 'refused');
    await go('requested', state === 'refused' ? 'draft' : state);
  }
}

/** Field by field, in an address too; null takes one away. */
function mergedDetails(before: Details, given: Details): Details {
  const entries = Object.entries(given).map(([field, value]) => {
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [field, nested ? mergedDetails(within(before, field), value as Details) : value] as const;
  });
  const all = { ...before, ...Object.fromEntries(entries) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/**
 * Whether a profile that the provider has is changed there; otherwise another one is made, of which there can be a brand.
 *
 * @throws AppError invalid `registration_invalid` where it has a brand, and what is changed cannot be
 */
function corrects({ profile, brand, correcting }: RegistrationRow, merged: Details): boolean {
  if (profile?.provider_id === null || profile === null) return false;
  if (brand.state === 'rejected') return false;
  const fixed = fixedChanges(profile.details, merged);
  const unused = brand.state === 'draft' || brand.state === 'refused';
  if (unused) return fixed.length === 0 && (profile.state === 'created' || (correcting && profile.state !== 'refused'));
  if (fixed.length === 0) return true;
  const message = `cannot be changed once a brand was made of the profile: only ${PROFILE_CHANGES.join(', ')} can`;
  const details = fixed.map((field) => ({ field: `profile.${field}`, message }));
  throw new AppError('invalid', 'registration_invalid', `${details[0]?.field ?? ''} ${message}.`, { details });
}

function assertChangeable(given: Details): void {
  const allowed: readonly string[] = CAMPAIGN_CHANGES;
  const details = Object.keys(given)
    .filter((field) => !allowed.includes(field))
    .map((field) => ({
      field: `campaign.${field}`,
      message: `cannot be changed once the campaign was sent: only ${CAMPAIGN_CHANGES.join(', ')} can`,
    }));
  if (details.length === 0) return;
  const [first] = details;
  throw new AppError('invalid', 'registration_invalid', `${first?.field ?? ''} ${first?.message ?? ''}.`, { details });
}

function costNotAccepted({ total, items }: Cost, given: string | undefined): AppError {
  const parts = items.map(
    ({ item, amount, per }) =>
      `${item} ${amount === null ? 'not known' : `$${amount}`}${per === 'month' ? ' a month' : ''}`,
  );
  const was = given === undefined ? 'accept_cost was not given' : `accept_cost was ${JSON.stringify(given)}`;
  const message = `Submitting it costs $${total} (${parts.join(', ')}): send accept_cost "${total}" to agree. ${was}.`;
  return new AppError('conflict', 'cost_not_accepted', message, {
    details: [{ field: 'accept_cost', message: `must be "${total}"` }],
  });
}

function movedOn(kind: RequestedKind): AppError {
  return stateConflict(`The ${kind} has just moved on: read the registration again.`);
}

function stateConflict(message: string): AppError {
  return new AppError('conflict', 'registration_state', message);
}
