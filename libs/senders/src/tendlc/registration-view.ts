import type { Sql } from '@herald/database';
import { type Cost, costOf, type Fees } from '../domain/tendlc/cost';
import { differenceWarnings } from '../domain/tendlc/profile-changes';
import { type NextStep, nextStep } from '../domain/tendlc/next-step';
import {
  type Check,
  checkSteps,
  isLinked,
  type NumberLink,
  openSteps,
  type RequestedKind,
} from '../domain/tendlc/registration';
import { type RegistrationRow, readRegistration } from './registration-rows';

/** A registration with what is needed next and what that costs. */
export interface RegistrationView extends RegistrationRow, Check {
  /** `linked`: it sends for the campaign. */
  readonly numbers: readonly (NumberLink & { readonly linked: boolean })[];
  /** The steps that submitting it now sends. */
  readonly submits: readonly RequestedKind[];
  readonly cost: Cost;
  readonly next: NextStep;
}

function viewOf(row: RegistrationRow, fees: Fees): RegistrationView {
  const submits = openSteps(row);
  const check = checkSteps(row, submits);
  const numbers = row.numbers.map((link) => ({ ...link, linked: isLinked(link) }));
  const differing = row.profile?.state === 'created' ? differenceWarnings(row.profile.details, row.differences) : [];
  return {
    ...row,
    ...check,
    warnings: [...check.warnings, ...differing],
    numbers,
    submits,
    cost: costOf(row, submits, fees),
    next: nextStep(row, submits, check.errors),
  };
}

export async function readView(sql: Sql, id: number, fees: Fees): Promise<RegistrationView | undefined> {
  const row = await readRegistration(sql, id);
  return row === undefined ? undefined : viewOf(row, fees);
}
