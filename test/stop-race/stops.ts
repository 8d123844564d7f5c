import { seededRandom } from '../../apps/cli/src/demo/seeded-random';

/** One person's word, and when it comes. */
export interface Stop {
  /** E.164 digits. */
  readonly phone: string;
  readonly uuid: string;
  /** After the campaign's first request. */
  readonly atMs: number;
  readonly text: string;
  /** As the provider marks its own keywords. */
  readonly intent: string;
  readonly forged: boolean;
  /** The provider brings it once more this much later; undefined = it does not. */
  readonly againAfterMs: number | undefined;
}

export interface StopPlan {
  readonly phones: readonly string[];
  readonly optOuts: number;
  readonly forged: number;
  readonly overMs: number;
  readonly seed: number;
}

const WORDS: readonly { readonly text: string; readonly intent: string }[] = [
  { text: 'STOP', intent: 'optout' },
  { text: 'Unsubscribe\n', intent: 'optout' },
  { text: 'stop', intent: '' },
  { text: 'Revoke', intent: '' },
  { text: 'OPTOUT', intent: '' },
];
const REPEATED_SHARE = 0.1;
const REPEATED_WITHIN_MS = 2_000;

/** Who says STOP, when and how: the same for the same seed. Nobody does twice, and no forged one is anybody's true one. */
export function planStops({ phones, optOuts, forged, overMs, seed }: StopPlan): Stop[] {
  const random = seededRandom(seed);
  const drawn = new Set<string>();
  const draw = (): string => {
    for (;;) {
      const phone = phones[Math.floor(random() * phones.length)] ?? '';
      if (drawn.has(phone)) continue;
      drawn.add(phone);
      return phone;
    }
  };
  const stops = Array.from({ length: optOuts + forged }, (_, index): Stop => {
    const { text, intent } = WORDS[Math.floor(random() * WORDS.length)] ?? { text: 'STOP', intent: '' };
    return {
      phone: draw(),
      uuid: `${seed.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
      atMs: random() * overMs,
      text,
      intent,
      forged: index >= optOuts,
      againAfterMs: random() < REPEATED_SHARE ? random() * REPEATED_WITHIN_MS : undefined,
    };
  });
  return stops.sort((a, b) => a.atMs - b.atMs);
}
