import { sleep } from '@herald/kernel';
import type { ImportView } from '../http/views';
import { formatCount } from '../terminal/format';
import { ProgressBar } from '../terminal/progress-bar';
import { Rate } from '../terminal/rate';
import type { Session } from './shell';

const POLL_MS = 500;

/** Shows an import's progress until it ended, and returns it. */
export async function followImport({ client, shell }: Session, id: number): Promise<ImportView> {
  const progress = new ProgressBar(shell.stderr);
  const rate = new Rate();
  for (;;) {
    const found = await client.json<ImportView>('GET', `/v1/imports/${id}`);
    const perSecond = rate.add(found.bytes_read, performance.now());
    const note = `bytes, ${formatCount(found.rows)} rows`;
    progress.update('import', { done: found.bytes_read, total: found.bytes_total, perSecond, note });
    if (found.state === 'completed' || found.state === 'failed') {
      progress.finish();
      return found;
    }
    await sleep(POLL_MS);
  }
}
