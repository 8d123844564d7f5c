import { Database } from '@herald/database';
import { LOGGER, type Logger } from '@herald/observability';
import { PlivoMedia } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

import type { MediumFile } from './media.repository';

/** Provider: what was uploaded and not used is deleted after six hours. What was used stays; that is not relied on. */
const KEPT_HOURS = 6;
const LEASE_SECONDS = 120;
const TAKEN = 201;

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
    return rows[0] ?? this.upload(id);
  }

  private async upload(id: number): Promise<CopyOutcome> {
    // The provider's time begins with the upload at the earliest, and so no sooner than here.
    const { rows } = await this.database.query<MediumFile & { lease: string; until: Date }>(
      `UPDATE media SET lease_until = now() + $2 * interval '1 second'
       WHERE id = $1 AND (lease_until IS NULL OR lease_until < now())
       RETURNING file_name, content_type, data, lease_until::text AS lease, now() + $3 * interval '1 hour' AS until`,
      [id, LEASE_SECONDS, KEPT_HOURS],
    );
    const [file] = rows;
    if (file === undefined) return 'busy';
    const { objects } = await this.provider.upload([
      { name: file.file_name, contentType: file.content_type, bytes: file.data },
    ]);
    const [taken] = objects;
    if (taken?.status_code !== TAKEN || taken.media_url === undefined) {
      await this.database.query('UPDATE media SET lease_until = NULL WHERE id = $1', [id]);
      return { refused: taken?.error_message ?? taken?.status ?? 'it did not say why' };
    }
    const { count } = await this.database.query(
      `UPDATE media SET provider_id = $3, provider_url = $4, provider_until = $5, lease_until = NULL
       WHERE id = $1 AND lease_until = $2::timestamptz RETURNING 1`,
      [id, file.lease, taken.media_id ?? null, taken.media_url, file.until],
    );
    this.logger.info({ event: 'media.uploaded', medium: id, bytes: file.data.length, kept: count === 1 });
    return { url: taken.media_url, until: file.until };
  }
}
