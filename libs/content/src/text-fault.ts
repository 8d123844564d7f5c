import { countUnits, isTooLong, PART_SIZES, type UnitCount } from '@herald/provider';

import type { Fault } from './domain/fault';

const ENCODING_NAMES = { gsm7: 'GSM-7', ucs2: 'UCS-2' } as const;

/** What is wrong with the text of a message, if anything: blank, or longer than the provider takes in its encoding. */
export function textFault(text: string, field = 'text', count: UnitCount = countUnits(text)): Fault | undefined {
  const name = field.replace('content.', '');
  if (text.trim() === '') return { code: `${name}_blank`, field, message: 'must not be blank' };
  if (text.includes('\0')) return { code: `${name}_invalid`, field, message: 'must not contain a NUL character' };
  if (!isTooLong(count)) return undefined;
  const { encoding, characters, firstUcs2Character } = count;
  const limit = PART_SIZES[encoding].maxCharacters;
  const cause =
    firstUcs2Character === undefined ? '' : `; ${nameOf(firstUcs2Character)} is the first that is not GSM 7-bit`;
  return {
    code: `${name}_too_long`,
    field,
    message: `has ${characters} characters; at most ${limit} fit in ${ENCODING_NAMES[encoding]}${cause}`,
  };
}

function nameOf(character: string): string {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `"${character}" (U+${codePoint})`;
}
