import type { CapLeft } from '@herald/senders';
import type { ForecastCountry } from './domain/forecast';

/** Daily caps on the way, with what of the campaign counts against each. @param used units since midnight, by bucket */
export function capsOf(
  countries: readonly ForecastCountry[],
  unitsPerMessage: number,
  used: ReadonlyMap<string, number>,
): CapLeft[] {
  const caps = new Map<string, CapLeft>();
  for (const { lanes, messages, ...each } of countries) {
    for (const { bucket, key, perDay } of lanes) {
      if (perDay === undefined) continue;
      const units = (caps.get(bucket)?.units ?? 0) + messages * (each.unitsPerMessage ?? unitsPerMessage);
      caps.set(bucket, { key, amount: perDay, used: used.get(bucket) ?? 0, units });
    }
  }
  return [...caps.values()];
}
