import { Database, type Sql } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Details } from '../domain/tendlc/details';
import { type RequestedKind, REQUESTED_KINDS } from '../domain/tendlc/registration';
import { RegistrationEdits } from './registration-edits';
import { RegistrationFees } from './fees';
import { readHistory, readRegistration, type RegistrationEvent, type RegistrationRow } from './registration-rows';
import { type RegistrationView, readView } from './registration-view';
import { STEP_TABLES } from './step-tables';

/** What is filled in of each step; null takes a field away. */
export type StepDetails = Readonly<Partial<Record<RequestedKind, Details>>>;

interface NewRegistration {
  readonly name: string;
  readonly details: StepDetails;
  /** Of a brand that Herald has already, instead of a new one. */
  readonly brand?: number | undefined;
}

/** Guided registrations: filled in bit by bit, checked at every look, sent when all is right and its cost is agreed to. */
@Injectable()
export class Registrations {
  constructor(
    private readonly database: Database,
    private readonly fees: RegistrationFees,
    private readonly edits: RegistrationEdits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Nothing is sent before it is submitted. @throws AppError not_found `brand_not_found`; invalid `registration_invalid` */
  async create({ name, details, brand }: NewRegistration): Promise<RegistrationView> {
    const id = await this.database.transaction(async (tx) => {
      const steps = brand === undefined ? await this.newBrand(tx, name, details) : await brandOf(tx, brand, details);
      const campaign = await this.insert(
        tx,
        'campaign',
        { campaign_alias: name, ...details.campaign },
        { brand: steps.brand },
      );
      const { rows } = await tx.query<{ id: number }>(
        'INSERT INTO registrations (name, profile, brand, campaign, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
        [name, steps.profile, steps.brand, campaign, this.clock.now()],
      );
      return idOf(rows);
    });
    return this.get(id);
  }

  /** @throws AppError not_found `registration_not_found` */
  async get(id: number): Promise<RegistrationView> {
    const view = await readView(this.database, id, await this.fees.known(this.database));
    if (view === undefined) throw notFound();
    return view;
  }

  /** Newest first. @param before the last id of the page before */
  async list(limit: number, before?: number): Promise<RegistrationView[]> {
    const fees = await this.fees.known(this.database);
    const { rows } = await this.database.query<{ id: number }>(
      'SELECT id FROM registrations WHERE $2::int IS NULL OR id < $2 ORDER BY id DESC LIMIT $1',
      [limit, before ?? null],
    );
    const views = await Promise.all(rows.map(({ id }) => readView(this.database, id, fees)));
    return views.filter((view) => view !== undefined);
  }

  /** @throws AppError not_found `registration_not_found` */
  async history(id: number): Promise<RegistrationEvent[]> {
    await this.get(id);
    return readHistory(this.database, id);
  }

  /**
   * Fills in or corrects steps that are not with the provider. One that only waits to be sent is taken back; a rejected one stays
   * rejected until it is submitted again.
   *
   * @param version that was read; undefined overwrites whatever is there
   * @throws AppError not_found `registration_not_found`; precondition_failed `version_mismatch`; conflict `registration_state`;
   *   invalid `registration_invalid` for a field that cannot be changed any more
   */
  async update(
    id: number,
    version: number | undefined,
    changes: StepDetails & { readonly name?: string },
  ): Promise<RegistrationView> {
    await this.database.transaction(async (tx) => {
      const row = await this.locked(tx, id, version);
      for (const kind of REQUESTED_KINDS) {
        const given = changes[kind];
        if (given !== undefined) await this.edits.edit(tx, row, kind, given);
      }
      await tx.query('UPDATE registrations SET name = $2, version = version + 1 WHERE id = $1', [
        id,
        changes.name ?? row.name,
      ]);
    });
    return this.get(id);
  }

  /**
   * Asks for every open step up to `through`; workers send each as soon as what it builds on is registered.
   *
   * @param acceptCost the total as it was quoted; not needed where nothing costs anything
   * @throws AppError not_found `registration_not_found`; invalid `registration_invalid`, every fault at once; conflict
   *   `registration_state`, `cost_not_accepted`
   */
  async submit(
    id: number,
    {
      through = 'campaign',
      acceptCost,
    }: { readonly through?: RequestedKind | undefined; readonly acceptCost?: string | undefined },
  ): Promise<RegistrationView> {
    await this.database.transaction(async (tx) => {
      const row = await this.locked(tx, id);
      const { items, total } = await this.edits.submit(tx, row, through, acceptCost, await this.fees.known(tx));
      const accepted = { cost: total, items, at: this.clock.now().toISOString() };
      await tx.query('UPDATE registrations SET accepted = $2, version = version + 1 WHERE id = $1', [
        id,
        JSON.stringify(accepted),
      ]);
    });
    return this.get(id);
  }

  /** Asks the provider about all its steps, and for the list of its numbers, at the next tick of a worker. @throws AppError not_found `registration_not_found` */
  async refresh(id: number): Promise<RegistrationView> {
    const view = await this.get(id);
    const { profile, brand, campaign } = view;
    const now = this.clock.now();
    for (const [kind, step] of [
      ['profile', profile?.id ?? null],
      ['brand', brand.id],
      ['campaign', campaign.id],
    ] as const) {
      await this.database.query(
        `UPDATE ${STEP_TABLES[kind]} SET look_at = $2 WHERE id = $1 AND state IN ('created', 'registered', 'rejected', 'expired')`,
        [step, now],
      );
    }
    const text = `UPDATE number_links SET look_at = $2 WHERE campaign = $1 AND state = 'created'`;
    await this.database.query(text, [campaign.id, now]);
    return view;
  }

  /** Only one of which nothing was ever sent. @throws AppError not_found `registration_not_found`; conflict `registration_state` */
  async remove(id: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await this.locked(tx, id);
      await this.edits.remove(tx, row);
    });
  }

  private async locked(tx: Sql, id: number, version?: number): Promise<RegistrationRow> {
    const row = await readRegistration(tx, id, true);
    if (row === undefined) throw notFound();
    if (version === undefined || row.version === version) return row;
    throw new AppError('precondition_failed', 'version_mismatch', 'Somebody changed it meanwhile: read it again.');
  }

  private async newBrand(
    tx: Sql,
    name: string,
    { profile, brand }: StepDetails,
  ): Promise<{ profile: number; brand: number }> {
    const made = await this.insert(tx, 'profile', { profile_alias: name, ...profile }, {});
    return { profile: made, brand: await this.insert(tx, 'brand', { brand_alias: name, ...brand }, { profile: made }) };
  }

  private async insert(
    tx: Sql,
    kind: RequestedKind,
    details: Details,
    parent: Readonly<Record<string, number>>,
  ): Promise<number> {
    const columns = ['details', 'state', 'created_at', 'state_at', ...Object.keys(parent)];
    const values = [JSON.stringify(details), 'draft', this.clock.now(), this.clock.now(), ...Object.values(parent)];
    const places = values.map((_, index) => `$${index + 1}`).join(', ');
    const text = `INSERT INTO ${STEP_TABLES[kind]} (${columns.join(', ')}) VALUES (${places}) RETURNING id`;
    return idOf((await tx.query<{ id: number }>(text, values)).rows);
  }
}

async function brandOf(tx: Sql, id: number, details: StepDetails): Promise<{ profile: number | null; brand: number }> {
  const given = details.profile ?? details.brand;
  if (given !== undefined) {
    const message = 'A registration of a brand that is there already has no profile or brand to fill in.';
    throw new AppError('invalid', 'registration_invalid', message);
  }
  const { rows } = await tx.query<{ profile: number | null }>(
    'SELECT profile FROM brands WHERE id = $1 AND (profile IS NOT NULL OR brand_id IS NOT NULL)',
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new AppError('not_found', 'brand_not_found', 'There is no such brand.');
  return { profile: row.profile, brand: id };
}

function idOf(rows: readonly { readonly id: number }[]): number {
  const [row] = rows;
  if (row === undefined) throw new Error('INSERT … RETURNING gave no row');
  return row.id;
}

function notFound(): AppError {
  return new AppError('not_found', 'registration_not_found', 'There is no such registration.');
}
