import { Database } from '@herald/database';
import { LOGGER, type Logger } from '@herald/observability';
import { lookupProblem, PlivoMedia } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

import { copyNameOf, findCopy, type KnownCopy } from './lost-copy';
import type { MediumFile } from './media.repository';

/** Provider: what was uploaded and not used is deleted after six hours. What was used stays; that is not relied on. */
const KEPT_HOURS = 6;
const LEASE_SECONDS = 120;
const TAKEN = 201;

/** Whether the provider has the newest copy Herald knows of; `none`: Herald knows of none. */
export type CopyState = 'none' | 'there' | 'gone';

/** A copy of a medium with the provider. */
export interface MediaCopy {
  readonly url: string;
  /** Not deleted before then. */
  readonly until: Date;
}

/** `refused`: the provider will not have it, in its own words. `busy`: another worker uploads it, or tried a moment ago. */
export type CopyOutcome = MediaCopy | { readonly refused: string } | 'busy';

interface CopyRow {
  readonly url: string;
  readonly until: Date;
}

interface Attempt {
  readonly sha256: string;
  readonly lease: string;
  /** The attempt before was not seen to its end: the provider may have the file. */
  readonly lost: boolean;
  readonly until: Date;
  readonly now: Date;
}

/** Media as the provider has them: uploaded when one is needed there and no copy is fresh enough. */
@Injectable()
export class MediaCopies {
  constructor(
    private readonly database: Database,
    private readonly provider: PlivoMedia,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * A copy that the provider keeps for so long at least. Any number of workers may ask at once: one uploads.
   *
   * @throws ProviderError when the provider did not say; it is not asked again for two minutes
   */
  async fresh(id: number, forSeconds: number): Promise<CopyOutcome> {
    const { rows } = await this.database.query<CopyRow>(
      `SELECT provider_url AS url, provider_until AS until FROM media
       WHERE id = $1 AND provider_until > now() + $2::float8 * interval '1 second'`,
      [id, forSeconds],
    );
    return rows[0] ?? this.upload(id, forSeconds);
  }

  /**
   * Asks the provider for the newest copy. One that is gone is forgotten, and campaigns that run with it wait for a new one.
   *
   * @throws AppError conflict `provider_refused`; unavailable `provider_unavailable`, `provider_throttled`
   */
  async check(id: number): Promise<CopyState> {
    const { rows } = await this.database.query<{ copy: string | null }>(
      'SELECT provider_id AS copy FROM media WHERE id = $1',
      [id],
    );
    const copy = rows[0]?.copy ?? null;
    if (copy === null) return 'none';
    try {
      if ((await this.provider.get(copy)) !== undefined) return 'there';
    } catch (error) {
      throw lookupProblem(error, 'the medium');
    }
    await this.database.query(
      `WITH gone AS (
         UPDATE media SET provider_id = NULL, provider_url = NULL, provider_until = NULL
         WHERE id = $1 AND provider_id = $2 RETURNING id
       )
       UPDATE campaigns c SET media_until = '-infinity'
       FROM gone JOIN campaign_media cm ON cm.media_id = gone.id WHERE c.id = cm.campaign_id AND c.state = 'running'`,
      [id, copy],
    );
    this.logger.warn({ event: 'media.gone', medium: id }, 'the provider has a copy no more');
    return 'gone';
  }

  private async upload(id: number, forSeconds: number): Promise<CopyOutcome> {
    // The provider's time begins with the upload at the earliest, and so no sooner than here.
    const { rows } = await this.database.query<MediumFile & Attempt>(
      `UPDATE media m SET lease_until = now() + $2 * interval '1 second'
       FROM (SELECT lease_until IS NOT NULL AS lost FROM media WHERE id = $1 FOR NO KEY UPDATE) before
       WHERE m.id = $1 AND (m.lease_until IS NULL OR m.lease_until < now())
       RETURNING file_name, content_type, data, encode(sha256, 'hex') AS sha256, lease_until::text AS lease, before.lost,
                 now() + $3 * interval '1 hour' AS until, now() AS now`,
      [id, LEASE_SECONDS, KEPT_HOURS],
    );
    const [file] = rows;
    if (file === undefined) return 'busy';
    const name = copyNameOf(file.file_name, file.sha256);
    if (file.lost) {
      const found = await findCopy(this.provider.all(), { name, bytes: file.data.length, now: file.now, forSeconds });
      if (found !== undefined) return this.keep(id, file.lease, found);
    }
    const { objects } = await this.provider.upload([{ name, contentType: file.content_type, bytes: file.data }]);
    const [taken] = objects;
    if (taken?.status_code !== TAKEN || taken.media_url === undefined) {
      await this.database.query('UPDATE media SET lease_until = NULL WHERE id = $1', [id]);
      return { refused: taken?.error_message ?? taken?.status ?? 'it did not say why' };
    }
    return this.keep(id, file.lease, { id: taken.media_id ?? null, url: taken.media_url, until: file.until });
  }

  private async keep(id: number, lease: string, { id: providerId, url, until }: KnownCopy): Promise<MediaCopy> {
    const { count } = await this.database.query(
      `UPDATE media SET provider_id = $3, provider_url = $4, provider_until = $5, lease_until = NULL
       WHERE id = $1 AND lease_until = $2::timestamptz RETURNING 1`,
      [id, lease, providerId, url, until],
    );
    this.logger.info({ event: 'media.uploaded', medium: id, kept: count === 1 });
    return { url, until };
  }
}
