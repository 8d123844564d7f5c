import type { ForecastView, NotRecallableView } from '../http/views';
import { formatCount, formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';

export function notRecallableText(left: NotRecallableView): string {
  const { messages_not_recallable: messages, drains_in_seconds: seconds } = left;
  if (messages === 0) return 'nothing of it waits at the provider';
  return `${formatCount(messages)} messages can no longer be recalled: the provider will have sent them in ${formatCount(seconds)} s`;
}

/** A forecast as a person reads it. */
export function forecastLines(forecast: ForecastView, width: number): string[] {
  const { bottleneck, would_expire: expire } = forecast;
  const cost = forecast.cost.map(({ amount, currency }) => `${amount} ${currency}`).join(' + ');
  return [
    `${formatCount(forecast.messages)} messages, ${formatCount(forecast.units)} units, ${formatCount(forecast.requests)} requests, ${formatCount(forecast.suppressed)} suppressed`,
    `cost ${cost === '' ? 'not known' : cost}`,
    `from ${formatTime(forecast.starts_at)} to ${formatTime(forecast.finishes_at)}${bottleneck === null ? '' : `; bottleneck: ${laneText(bottleneck)}`}`,
    `expiring in the provider's queue: ${formatCount(expire.posted_at_once)} if posted at once, ${formatCount(expire.fed)} as Herald feeds them`,
    ...laneTable(forecast, width),
    ...forecast.problems.flatMap(({ message, remedy }) => [`REFUSED: ${message}`, `  ${remedy}`]),
    ...forecast.warnings.flatMap(({ message, remedy }) => [`warning: ${message}`, `  ${remedy}`]),
  ];
}

function laneTable({ lanes }: ForecastView, width: number): string[] {
  const rows = lanes.map((lane) => [
    `${laneText(lane)}${lane.held ? ' (held)' : ''}`,
    String(Number(lane.units_per_second.toPrecision(4))),
    formatCount(lane.units),
    formatCount(lane.units_ahead),
    formatCount(lane.seconds),
  ]);
  const right = { align: 'right' as const };
  const columns = [
    { heading: 'lane' },
    { heading: 'a second', ...right },
    { heading: 'units', ...right },
    { heading: 'ahead', ...right },
    { heading: 'seconds', ...right },
  ];
  return textTable(columns, rows, { indent: 0, width });
}

function laneText({ kind, key }: { readonly kind: string; readonly key: string }): string {
  return key === '' ? kind : `${kind} ${key}`;
}
