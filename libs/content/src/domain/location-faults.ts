import type { FaultList } from './fault-list';
import type { Location } from './message-content';

const MAX_LATITUDE = 90;
const MAX_LONGITUDE = 180;
const LONGEST = 1_000;

export function locationFaults(list: FaultList, field: string, location: Location): void {
  coordinate(list, `${field}.latitude`, location.latitude, MAX_LATITUDE);
  coordinate(list, `${field}.longitude`, location.longitude, MAX_LONGITUDE);
  list.atMost(`${field}.name`, location.name, LONGEST);
  list.atMost(`${field}.address`, location.address, LONGEST);
}

function coordinate(list: FaultList, field: string, value: string | number, most: number): void {
  const degrees = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
  list.unless(Math.abs(degrees) <= most, field, `must be degrees from -${most} to ${most}`);
}
