import { AppError } from '@herald/kernel';

// E.164: up to 15 digits, the first of a country code is never 0; nothing shorter than 7 can be dialled from abroad.
const E164 = /^\+?([1-9]\d{6,14})$/;

/**
 * The digits of a number in E.164 form (`+14155550101` or `14155550101`). Nothing is guessed: a number with spaces or
 * without its country code would suppress somebody else.
 *
 * @throws AppError invalid `phone_invalid`
 */
export function e164Digits(phone: string, field = 'phone'): string {
  const digits = E164.exec(phone)?.[1];
  if (digits !== undefined) return digits;
  const message = 'must be an E.164 number: country code and number, 7 to 15 digits, with or without a leading +';
  throw new AppError('invalid', 'phone_invalid', `${field} ${message}.`, { details: [{ field, message }] });
}
