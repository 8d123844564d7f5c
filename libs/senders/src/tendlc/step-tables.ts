import type { StepKind, StepState } from '../domain/tendlc/step';

/** Where each kind of step is kept. */
export const STEP_TABLES: Readonly<Record<StepKind, string>> = {
  profile: 'profiles',
  brand: 'brands',
  campaign: 'tendlc_campaigns',
  link: 'number_links',
};

/** What every step's row has. */
export interface StepRow {
  readonly id: number;
  readonly state: StepState;
  readonly reason: string | null;
  readonly submissions: number;
  readonly rounds: number;
  readonly sent_at: Date | null;
  readonly seen_at: Date | null;
  readonly absences: number;
  readonly looks: number;
  readonly ending: boolean;
  readonly state_at: Date;
}

/** Columns to be written with a change of state; objects become jsonb. */
export type Columns = Readonly<Record<string, unknown>>;
