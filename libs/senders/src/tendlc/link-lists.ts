import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { PlivoNumberLinks } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { type KnownLink, listVerdict } from '../domain/tendlc/list-verdict';
import { LinkScopes } from './link-scopes';
import { SENDERS_OPTIONS, type SendersOptions } from './senders-options';

const SETTLED_EVERY_MS = 24 * 3_600_000;
/** The list was read in between the looks at single numbers: these come only when it did not. */
const AFTER_LIST_MS = 2 * SETTLED_EVERY_MS;
const ELSEWHERE = 'linked at the provider, not by Herald';

interface LinkRow extends KnownLink {
  readonly id: number;
  readonly number: string;
}

/** The numbers of a 10DLC campaign as the provider lists them, a page a request: what was linked or unlinked elsewhere shows here. */
@Injectable()
export class LinkLists {
  constructor(
    private readonly database: Database,
    private readonly links: PlivoNumberLinks,
    private readonly scopes: LinkScopes,
    @Inject(SENDERS_OPTIONS) private readonly options: SendersOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Numbers that Herald does not know are taken over; about those that the list does not agree with the provider is asked one by one, since
   * pages that are turned may miss one.
   *
   * @throws ProviderError
   */
  async compare(campaign: number, campaignId: string): Promise<void> {
    const listed = new Map<string, string>();
    for await (const { number, status } of this.links.all(campaignId)) listed.set(number.replace(/\D/g, ''), status);
    const { rows } = await this.database.query<LinkRow>(
      `SELECT id, number::text, direction, state, state_at AS "stateAt" FROM number_links WHERE campaign = $1`,
      [campaign],
    );
    const now = this.clock.now();
    const of = (verdict: ReturnType<typeof listVerdict>): number[] =>
      rows.filter((link) => listVerdict(link, listed.get(link.number), now) === verdict).map(({ id }) => id);
    await this.confirm(of('agrees'), now);
    await this.ask(of('differs'), 0, now);
    await this.ask(of('missing'), 1, now);
    const known = new Set(rows.map(({ number }) => number));
    for (const [number, status] of listed) {
      if (!known.has(number) && /^\d{1,15}$/.test(number)) await this.adopt(campaign, number, status);
    }
  }

  private async confirm(ids: readonly number[], now: Date): Promise<void> {
    const text = `UPDATE number_links SET absences = 0, look_at = $2 WHERE id = ANY ($1) AND direction = 'link' AND state = 'success'`;
    await this.database.query(text, [ids, new Date(now.getTime() + AFTER_LIST_MS)]);
  }

  /** At once. @param absences that the list itself is: a second one, of the number by itself, is believed */
  private async ask(ids: readonly number[], absences: number, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE number_links l SET look_at = $2, absences = greatest(absences, $3)
       WHERE id = ANY ($1) AND state IN ('created', 'success', 'failed')
         AND NOT EXISTS (SELECT FROM number_links o WHERE o.number = l.number AND o.id <> l.id
           AND NOT (o.direction = 'unlink' AND o.state = 'success'))`,
      [ids, now, absences],
    );
  }

  /** A number that is with another campaign here stays there until that one's list shows it gone. */
  private async adopt(campaign: number, number: string, status: string): Promise<void> {
    if (status !== 'COMPLETED' && status !== 'PROCESSING') return;
    const state = status === 'COMPLETED' ? 'success' : 'created';
    const now = this.clock.now();
    const wait = state === 'success' ? AFTER_LIST_MS : this.options.silenceMs;
    const adopted = await this.database.transaction(async (tx) => {
      const { rows } = await tx.query<{ id: number }>(
        // One submission: what was linked is unlinked by a request, never just forgotten.
        `INSERT INTO number_links (campaign, number, direction, state, submissions, rounds, look_at, created_at, state_at)
         VALUES ($1, $2, 'link', $3, 1, 1, $4, $5, $5) ON CONFLICT DO NOTHING RETURNING id`,
        [campaign, number, state, new Date(now.getTime() + wait), now],
      );
      const [link] = rows;
      if (link === undefined) return false;
      await tx.query(
        `INSERT INTO registration_events (kind, object, at, from_state, to_state, source, reason)
         VALUES ('link', $1, $2, 'elsewhere', $3, 'lookup', $4)`,
        [link.id, now, state, ELSEWHERE],
      );
      await this.scopes.refresh(tx, link.id);
      return true;
    });
    const line = { event: 'registration.number_found', campaign, number: `…${number.slice(-4)}`, adopted };
    this.logger.warn(line, 'a number is linked at the provider, not by Herald');
  }
}
