/**
 * The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038 §6.2.1). An extension character is sent as two
 * septets: an escape and the character.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

const SEPTETS = new Map<string, 1 | 2>([
  ...Array.from(BASIC, (character) => [character, 1] as const),
  ...Array.from(EXTENSION, (character) => [character, 2] as const),
]);

/** Septets one character takes, or undefined when the alphabet lacks it. */
export function gsmSeptets(character: string): 1 | 2 | undefined {
  return SEPTETS.get(character);
}
