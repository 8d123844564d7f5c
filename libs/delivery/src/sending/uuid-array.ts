const UUID_OID = 2950;
const HEADER_BYTES = 20;
const UUID_BYTES = 16;

/**
 * A `uuid[]` in Postgres's binary form. As text, a thousand of them cost the server more to read than all the rest of the statement
 * that stores them. https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES, array_recv
 */
export function uuidArray(uuids: readonly string[]): Buffer {
  const digits = Buffer.from(uuids.join('').replaceAll('-', ''), 'hex');
  if (digits.length !== uuids.length * UUID_BYTES) throw new Error('not all of these are UUIDs');
  const array = Buffer.alloc(HEADER_BYTES + uuids.length * (4 + UUID_BYTES));
  // One dimension, no nulls, elements of this type, so many of them, counted from one.
  [uuids.length === 0 ? 0 : 1, 0, UUID_OID, uuids.length, 1].forEach((word, index) =>
    array.writeInt32BE(word, index * 4),
  );
  for (let index = 0; index < uuids.length; index += 1) {
    const at = array.writeInt32BE(UUID_BYTES, HEADER_BYTES + index * (4 + UUID_BYTES));
    digits.copy(array, at, index * UUID_BYTES, (index + 1) * UUID_BYTES);
  }
  return uuids.length === 0 ? array.subarray(0, 12) : array;
}
