import { isObject, isText } from './json-shape';

/** The first fault of a WhatsApp location, or undefined. */
export function locationFault(location: unknown, where: string): string | undefined {
  if (!isObject(location)) return `${where} must be an object`;
  for (const [key, limit] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    const value = location[key];
    const number = isText(value) || typeof value === 'number' ? Number(value) : NaN;
    if (!Number.isFinite(number) || Math.abs(number) > limit) return `${where}.${key} must be a number within ${limit}`;
  }
  for (const key of ['name', 'address']) {
    if (location[key] !== undefined && typeof location[key] !== 'string') return `${where}.${key} must be a string`;
  }
  return undefined;
}
