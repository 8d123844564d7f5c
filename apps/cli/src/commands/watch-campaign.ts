import { sleep } from '@herald/kernel';
import type { Progress } from '@herald/reporting';
import { CliError, EXIT_FAILED, EXIT_UNREACHABLE } from '../http/cli-error';
import { readEvents } from '../http/server-sent-events';
import { formatCount } from '../terminal/format';
import { ProgressBar } from '../terminal/progress-bar';
import { Rate } from '../terminal/rate';
import type { Session } from './shell';

const RECONNECT_MS = 1_000;
// A restart of the API takes seconds; who waits longer than this waits for nothing.
const GIVE_UP_MS = 60_000;

/** Shows a campaign's progress until it ended, through lost connections. @returns the exit code: 0 = completed */
export async function watchCampaign(session: Session, id: string): Promise<number> {
  const progress = new ProgressBar(session.shell.stderr);
  const rate = new Rate();
  let heardAt: number | undefined;
  for (;;) {
    try {
      for await (const { ended, news } of events(session, id)) {
        heardAt = performance.now();
        show(progress, rate, news);
        if (!ended) continue;
        progress.finish();
        session.print(`${news.state}: ${formatCount(news.settled)} of ${formatCount(news.messages)} messages settled`);
        if (news.reason !== null) session.print(news.reason.message);
        session.print(`see: herald report ${id}`);
        return news.state === 'completed' ? 0 : EXIT_FAILED;
      }
    } catch (error) {
      // The first connection has to work; a later one may break, as streams do. Anything else that is thrown is a mistake of our own.
      const isLost = error instanceof CliError && error.exitCode === EXIT_UNREACHABLE;
      if (heardAt === undefined || !isLost || performance.now() - heardAt > GIVE_UP_MS) {
        progress.finish();
        throw error;
      }
    }
    heardAt ??= performance.now();
    await sleep(RECONNECT_MS);
  }
}

async function* events({ client }: Session, id: string): AsyncGenerator<{ ended: boolean; news: Progress }> {
  const stream = client.stream(`/v1/campaigns/${id}/events`, { accept: 'text/event-stream' });
  for await (const event of readEvents(stream)) {
    if (event.type !== 'progress' && event.type !== 'end') continue;
    yield { ended: event.type === 'end', news: JSON.parse(event.data) as Progress };
  }
}

function show(progress: ProgressBar, rate: Rate, news: Progress): void {
  const { state, reason, messages, settled, states, requests } = news;
  const perSecond = rate.add(settled, performance.now());
  const counts = Object.entries(states).map(([name, count]) => `${name} ${formatCount(count)}`);
  const throttled = requests.throttled === undefined ? [] : [`429s ${formatCount(requests.throttled)}`];
  const why = reason === null ? [] : [reason.message];
  const held = news.holds.map(({ kind, key, code }) => `HELD: ${[kind, key].join(' ').trim()} (${code})`);
  progress.update(state, {
    done: settled,
    total: messages,
    perSecond: state === 'running' ? perSecond : undefined,
    note: [...why, ...held, ...counts, ...throttled].join('  '),
  });
}
