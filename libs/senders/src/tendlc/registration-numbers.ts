import { Database, type Sql } from '@herald/database';
import { AppError, CLOCK, type Clock, type ProblemDetail } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { checkNumber } from '../domain/tendlc/check-number';
import type { LinkDirection, LinkState } from '../domain/tendlc/link-state';
import { readRegistration, type RegistrationRow } from './registration-rows';
import { StepMoves } from './step-moves';

interface LinkRow {
  readonly id: number;
  readonly number: string;
  readonly campaign: number;
  readonly direction: LinkDirection;
  readonly state: LinkState;
  readonly submissions: number;
  readonly unlinkings: number;
}

const AT_REST: readonly LinkState[] = ['success', 'failed', 'refused'];

/** The numbers of registrations: linking and unlinking cost nothing, so they are asked for at once. */
@Injectable()
export class RegistrationNumbers {
  constructor(
    private readonly database: Database,
    private readonly moves: StepMoves,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Asks for these numbers to be linked: now, or as soon as the campaign is registered. One that failed is asked for again, one that
   * is linked stays so.
   *
   * @throws AppError not_found `registration_not_found`; invalid `numbers_invalid`; conflict `number_state`, `registration_state`;
   *   of several numbers all or none
   */
  async add(registration: number, numbers: readonly string[]): Promise<void> {
    const digits = checked(numbers);
    await this.database.transaction(async (tx) => {
      const { campaign } = await locked(tx, registration);
      if (campaign.state === 'deleted' || campaign.state === 'expired') {
        throw new AppError(
          'conflict',
          'registration_state',
          `The campaign is ${campaign.state}: numbers cannot be linked to it.`,
        );
      }
      for (const number of digits) await this.link(tx, campaign.id, number);
    });
  }

  /** Asks for a number to be unlinked; one that was never sent is forgotten. @throws AppError not_found `number_not_found`; conflict `number_state` */
  async remove(registration: number, number: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { campaign } = await locked(tx, registration);
      const digits = number.replace(/^\+/, '');
      const link = (await linksOf(tx, digits)).find((each) => each.campaign === campaign.id);
      if (link === undefined || isFree(link)) {
        throw new AppError('not_found', 'number_not_found', 'The number is not of this registration.');
      }
      const { id, state, direction } = link;
      const neverLinked = direction === 'link' && (state === 'failed' || state === 'refused' || link.submissions === 0);
      if (neverLinked) {
        const text = 'DELETE FROM number_links WHERE id = $1 AND state = $2 RETURNING 1';
        if ((await tx.query(text, [id, state])).count !== 1) throw underWay(link);
        return;
      }
      if (!AT_REST.includes(state)) throw underWay(link);
      await this.ask(tx, link, 'unlink');
    });
  }

  private async link(tx: Sql, campaign: number, number: string): Promise<void> {
    const links = await linksOf(tx, number);
    const elsewhere = links.find((each) => each.campaign !== campaign && !isFree(each));
    if (elsewhere !== undefined) {
      throw numberState(
        number,
        `is with another 10DLC campaign (${elsewhere.direction} ${elsewhere.state}): unlink it there first`,
      );
    }
    const own = links.find((each) => each.campaign === campaign);
    if (own === undefined) return this.insert(tx, campaign, number);
    if (own.direction === 'link' && own.state !== 'failed' && own.state !== 'refused') return;
    if (!AT_REST.includes(own.state)) throw underWay(own);
    await this.ask(tx, own, 'link');
  }

  private async insert(tx: Sql, campaign: number, number: string): Promise<void> {
    const { count } = await tx.query(
      `INSERT INTO number_links (campaign, number, direction, state, created_at, state_at) VALUES ($1, $2, 'link', 'requested', $3, $3)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [campaign, number, this.clock.now()],
    );
    if (count !== 1) throw numberState(number, 'has just been named elsewhere: read it again');
  }

  private async ask(tx: Sql, link: LinkRow, direction: LinkDirection): Promise<void> {
    const unlinkings = link.unlinkings + (direction === 'unlink' ? 1 : 0);
    const columns = { direction, unlinkings, not_before: null, look_at: null };
    const step = {
      kind: 'link',
      id: link.id,
      to: 'requested',
      source: 'operator',
      from: [link.state],
      columns,
    } as const;
    if (!(await this.moves.move(tx, step))) throw underWay(link);
  }
}

function checked(numbers: readonly string[]): string[] {
  const details: ProblemDetail[] = [];
  const digits = new Set<string>();
  for (const [index, number] of numbers.entries()) {
    const result = checkNumber(number);
    if ('digits' in result) digits.add(result.digits);
    else details.push({ field: `numbers[${index}]`, message: result.fault });
  }
  if (details.length === 0) return [...digits].sort();
  const [first] = details;
  throw new AppError('invalid', 'numbers_invalid', `Nothing was sent: ${first?.field ?? ''} ${first?.message ?? ''}.`, {
    details,
  });
}

async function locked(tx: Sql, id: number): Promise<RegistrationRow> {
  const row = await readRegistration(tx, id, true);
  if (row === undefined) throw new AppError('not_found', 'registration_not_found', 'There is no such registration.');
  return row;
}

async function linksOf(tx: Sql, number: string): Promise<LinkRow[]> {
  if (!/^\d{1,15}$/.test(number)) return [];
  const text =
    'SELECT id, number, campaign, direction, state, submissions, unlinkings FROM number_links WHERE number = $1 ORDER BY id FOR UPDATE';
  return (await tx.query<LinkRow>(text, [number])).rows;
}

function isFree({ direction, state }: LinkRow): boolean {
  return direction === 'unlink' && state === 'success';
}

function underWay({ number, direction, state }: LinkRow): AppError {
  return numberState(number, `is being ${direction}ed (${state}): wait until the operators have decided`);
}

function numberState(number: string, message: string): AppError {
  const field = `…${number.slice(-4)}`;
  return new AppError('conflict', 'number_state', `The number ${field} ${message}.`, {
    details: [{ field: 'numbers', message: `${field} ${message}` }],
  });
}
