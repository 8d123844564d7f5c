import { Client } from 'pg';

interface Row {
  readonly settled_by: string | null;
  readonly settled_as: string | null;
  readonly batches: number;
  readonly seconds: number | null;
}

/** What became of the requests whose outcome nobody could tell. */
export interface UnknownBatches {
  readonly in_all: number;
  readonly settled: readonly {
    readonly by: string;
    readonly as: string;
    readonly batches: number;
    readonly median_s: number;
  }[];
  readonly unsettled: number;
  /** 1 when there was none at all. */
  readonly share_without_a_person: number;
}

export async function unknownBatches(databaseUrl: string): Promise<UnknownBatches> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `SELECT settled_by, settled_as, count(*)::int AS batches,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - unknown_at)) AS seconds
       FROM unknown_outcomes GROUP BY 1, 2 ORDER BY 3 DESC`,
    );
    const total = (which: (row: Row) => boolean): number =>
      rows.filter(which).reduce((sum, { batches }) => sum + batches, 0);
    const all = total(() => true);
    const alone = total(({ settled_by: by }) => by !== null && by !== 'operator');
    const settled = rows.flatMap(({ settled_by: by, settled_as: as, batches, seconds }) =>
      by === null || as === null ? [] : [{ by, as, batches, median_s: Math.round((seconds ?? 0) * 10) / 10 }],
    );
    const share = all === 0 ? 1 : Math.round((alone / all) * 10_000) / 10_000;
    return {
      in_all: all,
      settled,
      unsettled: total(({ settled_by: by }) => by === null),
      share_without_a_person: share,
    };
  } finally {
    await client.end();
  }
}
