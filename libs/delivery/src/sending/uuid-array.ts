const HEADER_BYTES = 20;
const ELEMENT_BYTES = 20;
/** Before each element: its length, 16. */
const LENGTH = '00000010';
/** One dimension, no nulls, elements of type 2950 (uuid); then how many there are, and that they are counted from one. */
const ONE_DIMENSION = `0000000100000000${hex32(2_950)}`;
const COUNTED_FROM_ONE = '00000001';
const TEXT_LENGTH = 36;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A `uuid[]` in Postgres's binary form (array_recv); what is no UUID is left out. As text, a thousand of them cost the server more to
 * read than all the rest of the statement that stores them.
 */
export function uuidArray(uuids: readonly string[]): Buffer | null {
  if (uuids.length === 0) return null;
  const elements = uuids.join(LENGTH).replaceAll('-', '');
  const array = Buffer.from(ONE_DIMENSION + hex32(uuids.length) + COUNTED_FROM_ONE + LENGTH + elements, 'hex');
  // The decoder stops at what is no digit, so anything but UUIDs makes another length.
  const whole = array.length === HEADER_BYTES + uuids.length * ELEMENT_BYTES;
  return whole && uuids.every(({ length }) => length === TEXT_LENGTH) ? array : uuidArray(onlyUuids(uuids));
}

/** What is written as the provider writes UUIDs. */
export function onlyUuids(texts: readonly string[]): string[] {
  return texts.filter((text) => UUID.test(text));
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}
