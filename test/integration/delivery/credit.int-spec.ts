import { freePort } from '@herald/embedded';
import { createLogger } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';

import { IngressListener } from '../../../apps/ingress/src/ingress-listener';
import { IngressModule } from '../../../apps/ingress/src/ingress.module';
import { ANSWERS } from '../../support/answer-settings';
import { waitFor } from '../../support/wait-for';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const SECRET = 's'.repeat(32);

describe('an account that runs out of credit', () => {
  let bench: DeliveryBench;
  let ingress: TestingModule;
  let worker: Worker;
  let from = 14_155_700_000;

  beforeEach(async () => {
    // Whatever is paid for arrives: what fails here fails for want of credit.
    const outcomes = { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 };
    bench = await setUpDelivery({ options: { callbacks: { enabled: true }, outcomes } });
    ingress = await startIngress(await freePort());
    const publicUrl = ingress.get(IngressListener).url;
    worker = await bench.worker({ callbacks: { publicUrl, secret: SECRET } });
  });
  afterEach(async () => {
    await ingress.close();
    await bench.close();
  });

  async function startIngress(port: number): Promise<TestingModule> {
    const module = await Test.createTestingModule({
      imports: [
        IngressModule.forRoot(
          {
            database: { url: bench.url, poolSize: 4 },
            callbacks: { publicUrl: `http://127.0.0.1:${port}`, secret: SECRET },
            inbound: ANSWERS,
            ingress: { host: '127.0.0.1', port },
            plivo: { authToken: bench.simulator.authToken, mainAuthToken: undefined },
          },
          { logger: createLogger({ app: 'test', level: 'silent' }) },
        ),
      ],
    }).compile();
    return module.init();
  }

  function next(count: number): string[] {
    from += count;
    return phones(count, from - count);
  }

  const holds = async (): Promise<string[]> => {
    const { rows } = await bench.database.query<{ code: string }>(
      `SELECT DISTINCT hold->>'code' AS code FROM lanes WHERE hold IS NOT NULL`,
    );
    return rows.map(({ code }) => code);
  };
  const states = async (id: number): Promise<Record<string, number>> => {
    const { rows } = await bench.database.query<{ state: string; n: number }>(
      `SELECT state, count(*)::int AS n FROM messages WHERE campaign_id = $1 GROUP BY state`,
      [id],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };

  /** Recharges, makes the probe due, and waits until its real receipt has opened the lane. */
  async function rechargeAndReopen(): Promise<void> {
    await worker.probes.tick();
    bench.simulator.setOptions({ account: { balance: '100' } });
    await bench.database.query(`UPDATE lane_probes SET next_at = now() - interval '1 second'`);
    await waitFor('the probe to open the lane', async () => {
      await worker.probes.tick();
      return (await holds()).length === 0;
    });
  }

  /** Sends all that is planned, and waits for its receipts. */
  async function sendTheRest(id: number, delivered: number): Promise<void> {
    const { rows } = await bench.database.query<{ id: string }>(
      `UPDATE batches SET not_before = NULL WHERE campaign_id = $1 AND state = 'planned' RETURNING id`,
      [id],
    );
    for (const batch of rows) expect(await worker.send(await fed(bench.database, batch.id))).toBe('accepted');
    await waitFor('all receipts', async () => (await states(id)).delivered === delivered);
  }

  it('is held by the callbacks of messages that failed with 900, and opened by a probe’s receipt; nothing is lost or sent twice', async () => {
    bench.simulator.setOptions({ account: { balance: '0' } });
    const campaign = await plannedCampaign(bench.database, [next(4), next(3)]);
    const [first = '', second = ''] = campaign.batches.map((batch) => batch.id);
    expect(await worker.send(await fed(bench.database, first))).toBe('accepted');
    await waitFor('the callbacks with 900', async () => (await states(campaign.id)).failed === 4);
    expect(await worker.failures.tick()).toEqual([900]);
    expect(await holds()).toEqual(['provider_credit']);
    expect(await worker.send(await fed(bench.database, second))).toBe('released');

    await rechargeAndReopen();
    await sendTheRest(campaign.id, 3);
    expect(await states(campaign.id)).toEqual({ failed: 4, delivered: 3 });
    expect(await worker.failures.tick()).toEqual([]);
    expect(await holds()).toEqual([]);
    const ledger = await bench.ledger();
    expect([ledger.accepted_messages, ledger.destinations_more_than_once]).toEqual([7, 0]);
    await expectLedger(bench.database);
  });

  it('is held by a 402, and opened by a probe’s receipt; the refused batch goes out once', async () => {
    bench.simulator.setOptions({ account: { balance: '0' } });
    const campaign = await plannedCampaign(bench.database, [next(2), next(5)]);
    const [first = '', second = ''] = campaign.batches.map((batch) => batch.id);
    await worker.send(await fed(bench.database, first));
    await waitFor('the callbacks with 900', async () => (await states(campaign.id)).failed === 2);
    expect(await worker.send(await fed(bench.database, second))).toBe('refused');
    expect(await batchRow(bench.database, second)).toMatchObject({ state: 'planned', attempts: 0, http_status: 402 });
    expect(await holds()).toEqual(['provider_credit']);

    await rechargeAndReopen();
    await sendTheRest(campaign.id, 5);
    expect(await states(campaign.id)).toEqual({ failed: 2, delivered: 5 });
    const ledger = await bench.ledger();
    expect([ledger.accepted_messages, ledger.destinations_more_than_once]).toEqual([7, 0]);
    await expectLedger(bench.database);
  });
});
