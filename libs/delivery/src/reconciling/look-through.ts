import type { MessageRecord } from '@herald/provider';
import { Injectable } from '@nestjs/common';

import type { Look } from './end-of-silence';
import { isOf, type Suspect } from '../domain/evidence';
import { cheaperWay, type LookupWay, PAGE } from '../domain/lookup-way';
import { ProviderRecords } from '../settling/provider-records';
import { type Bound, HaystackRepository, type Stretch } from './haystack.repository';
import { factsOf } from './record-facts';
import { type QuietBatch, ReconcileRepository } from './reconcile.repository';

/** Look-ups after which it is read again which numbers are still quiet. */
const REREAD = 20;

/** What was learnt of one message, of the batch or of another that was sent beside it. */
export interface Found {
  readonly batchId: string;
  readonly to: string;
  readonly look: Look;
}

/** E.164 digits, and the message's UUID where it is known. */
type Numbers = ReadonlyMap<string, string | null>;

/** Asks the provider's records for a batch's messages, in as few requests as can be. Waits while doubts want to be looked up. */
@Injectable()
export class LookThrough {
  constructor(
    private readonly batches: ReconcileRepository,
    private readonly haystack: HaystackRepository,
    private readonly records: ProviderRecords,
  ) {}

  /** What is found, as it is found; of the batch's own numbers that are still quiet each once, also what left no trace. */
  async *look(batch: QuietBatch, numbers: Numbers, window: Suspect): AsyncGenerator<readonly Found[], void, undefined> {
    if (!batch.hasNumbers) {
      yield [...numbers.keys()].map((to) => ({ batchId: batch.id, to, look: 'unclear' }));
      return;
    }
    const stretch = await this.haystack.around(batch, numbers.size, window.from, window.until);
    if (this.wayFor(batch, stretch) === 'pages') yield* this.byPages(batch, numbers, window, stretch);
    else yield* this.byNumbers(batch, numbers, window);
  }

  /** What can't be told by UUIDs can't be told in passing either. */
  private wayFor(batch: QuietBatch, stretch: Stretch): LookupWay {
    return batch.uuids.size === 0 ? 'numbers' : cheaperWay(stretch);
  }

  /** A thousand look-ups take minutes. Callbacks that are only late come meanwhile: what they tell of is asked for no more. */
  private async *byNumbers(batch: QuietBatch, numbers: Numbers, window: Suspect): AsyncGenerator<readonly Found[]> {
    let quiet = numbers;
    let asked = 0;
    for (const to of numbers.keys()) {
      if (asked === REREAD) {
        quiet = await this.batches.quiet(batch);
        asked = 0;
      }
      const uuid = quiet.get(to);
      if (uuid === undefined) continue;
      asked += 1;
      yield [{ batchId: batch.id, to, look: await this.lookUp(batch, to, uuid, window) }];
    }
  }

  /** Callbacks that are only late come meanwhile: the rest is left when nothing is quiet any more, or few enough to ask for each. */
  private async *byPages(
    batch: QuietBatch,
    numbers: Numbers,
    window: Suspect,
    { campaignIds, records }: Stretch,
  ): AsyncGenerator<readonly Found[]> {
    const missing = new Set(numbers.keys());
    const by = 'src' in batch.sender ? { from: batch.sender.src } : { powerpackId: batch.sender.powerpackId };
    const filter = { ...by, sentFrom: window.from, sentUntil: window.until, limit: PAGE };
    for (let offset = 0; ;) {
      const page = await this.records.page({ ...filter, offset }, 'idle');
      if (page === undefined) {
        yield [...missing].map((to) => ({ batchId: batch.id, to, look: 'failed' }));
        return;
      }
      const bound = await this.haystack.bind(page.records, campaignIds);
      for (const { batchId, to } of bound) if (batchId === batch.id) missing.delete(to);
      yield bound.map(foundOf);
      if (!page.hasMore) break;
      offset += PAGE;
      if (offset % (PAGE * REREAD) !== 0) continue;
      const quiet = await this.batches.quiet(batch);
      if (quiet.size === 0) return;
      for (const to of missing) if (!quiet.has(to)) missing.delete(to);
      const { wanted } = await this.haystack.around(batch, quiet.size, window.from, window.until);
      if (cheaperWay({ wanted, records: Math.max(0, records - offset) }) === 'pages') continue;
      yield* this.byNumbers(batch, quiet, window);
      return;
    }
    yield [...missing].map((to) => ({ batchId: batch.id, to, look: 'nothing' }));
  }

  private async lookUp(batch: QuietBatch, to: string, uuid: string | null, window: Suspect): Promise<Look> {
    const page = await this.records.page({ to, sentFrom: window.from, sentUntil: window.until }, 'idle');
    if (page === undefined) return 'failed';
    const known = page.records.find((record) => isKnown(batch, uuid, record));
    if (known !== undefined) return factsOf(known) ?? 'unclear';
    if (page.hasMore) return 'unclear';
    // With the UUIDs at hand a stranger's record is a stranger's. Without them: our time, our sender, and nobody else's batch.
    if (uuid !== null || batch.uuids.size > 0) return 'nothing';
    const ours = page.records.filter((record) => isOf(window, record));
    const [only] = ours;
    if (only === undefined) return page.records.length === 0 ? 'nothing' : 'unclear';
    if (ours.length > 1 || (await this.batches.isContested(batch.id, to, window.from, window.until))) return 'unclear';
    return factsOf(only) ?? 'unclear';
  }
}

function foundOf({ record, batchId, to }: Bound): Found {
  return { batchId, to, look: factsOf(record) ?? 'unclear' };
}

/** Whether a record to a number is the message's: by its own UUID, or by one of those its batch was answered with. */
export function isKnown({ uuids }: Pick<QuietBatch, 'uuids'>, uuid: string | null, record: MessageRecord): boolean {
  const of = record.messageUuid.toLowerCase();
  return uuid === null ? uuids.has(of) : uuid === of;
}
