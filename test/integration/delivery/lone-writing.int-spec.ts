import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, plannedCampaign, requestsMade } from './batch-rows';
import { claimed } from './claimed';
import { type DeliveryBench, setUpDelivery } from './delivery-setup';
import { Holds } from '../../../libs/delivery/src/holding/holds';
import { LanesRepository } from '../../../libs/lanes/src/lanes.repository';
import { OutcomeRepository } from '../../../libs/delivery/src/sending/outcome.repository';
import { decide } from '../../../libs/delivery/src/domain/send-decision';
import { systemClock } from '@herald/kernel';
import { Lanes } from '@herald/lanes';
import { createLogger, Metrics } from '@herald/observability';
import type { Accepted } from '@herald/provider';

const UUID = 'b48d95dc-e3ac-11eb-a9c2-0242ac110005';

describe('acceptances of one moment', () => {
  let bench: DeliveryBench;
  let outcomes: OutcomeRepository;

  beforeAll(async () => {
    bench = await setUpDelivery();
    const logger = createLogger({ app: 'test', level: 'silent' });
    const lanes = new Lanes(new LanesRepository(bench.database), systemClock, logger);
    outcomes = new OutcomeRepository(bench.database, new Holds(lanes, new Metrics(), logger), logger);
  });
  afterAll(() => bench.close());

  it('are all written, though Postgres will not have the answer of one of them', async () => {
    const campaign = await plannedCampaign(
      bench.database,
      Array.from({ length: 5 }, (_, index) => phones(2, 14_155_570_000 + 2 * index)),
    );
    const batches = await Promise.all(campaign.batches.map((batch) => claimed(bench.database, batch)));
    const recorded = await Promise.all(
      batches.map((batch, index) => {
        const outcome: Accepted = {
          kind: 'accepted',
          httpStatus: 202,
          // Postgres takes a NUL in no text.
          apiId: index === 2 ? 'api\0' : `api-${index}`,
          messageUuids: [UUID],
          invalidNumbers: [],
        };
        return outcomes.record({ batch, outcome, decision: decide(outcome, 0, 0), at: new Date() });
      }),
    );
    expect(recorded).toEqual(['moved', 'moved', 'moved', 'moved', 'moved']);
    const rows = await Promise.all(campaign.batches.map(({ id }) => batchRow(bench.database, id)));
    expect(rows.map(({ state }) => state)).toEqual(Array(5).fill('accepted'));
    expect(rows.map(({ api_id: id, uuids }) => [id, uuids])).toEqual([
      ['api-0', 1],
      ['api-1', 1],
      [null, null],
      ['api-3', 1],
      ['api-4', 1],
    ]);
    expect(await requestsMade(bench.database, campaign.id)).toEqual({ accepted: 5 });
    await expectLedger(bench.database);
  });
});
