import { gsmSeptets } from './gsm-alphabet';

export type Encoding = 'gsm7' | 'ucs2';

export interface UnitCount {
  readonly encoding: Encoding;
  /** As the limits and the parts count them: septets (an extension character is 2) or UTF-16 code units (an emoji is 2). */
  readonly characters: number;
  /** Billable parts. The provider may replace "smart" characters first, so its own count can be lower, and is the truth. */
  readonly units: number;
  /** The first character that GSM 7-bit lacks, and so makes the whole text UCS-2. */
  readonly firstUcs2Character?: string;
}

interface PartSize {
  readonly alone: number;
  readonly ofSeveral: number;
  readonly maxCharacters: number;
}

/** What one part holds and what the provider takes at most ("text" of its Send a Message reference). */
export const PART_SIZES: Readonly<Record<Encoding, PartSize>> = {
  gsm7: { alone: 160, ofSeveral: 153, maxCharacters: 1_600 },
  ucs2: { alone: 70, ofSeveral: 67, maxCharacters: 737 },
};

/** How many parts a text is sent and billed as. An empty text is one (empty) part. */
export function countUnits(text: string): UnitCount {
  const characters = Array.from(text);
  const firstUcs2Character = characters.find((character) => gsmSeptets(character) === undefined);
  const isGsm = firstUcs2Character === undefined;
  const encoding: Encoding = isGsm ? 'gsm7' : 'ucs2';
  const widths = characters.map((character) => (isGsm ? (gsmSeptets(character) ?? 1) : character.length));
  return {
    encoding,
    characters: widths.reduce((sum, width) => sum + width, 0),
    units: partsOf(widths, PART_SIZES[encoding]),
    ...(firstUcs2Character === undefined ? {} : { firstUcs2Character }),
  };
}

/** Whether the provider would refuse the text for its length. */
export function isTooLong({ encoding, characters }: UnitCount): boolean {
  return characters > PART_SIZES[encoding].maxCharacters;
}

// A character two wide is never cut by the end of a part: it opens the next one.
function partsOf(widths: readonly number[], size: PartSize): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= size.alone) return 1;
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > size.ofSeveral) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}
