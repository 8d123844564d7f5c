/** What a sender is, as far as its throughput goes. `powerpack`: several numbers, of which the provider chooses. */
export type SenderType = 'toll_free' | 'short_code' | 'long_code' | 'alphanumeric' | 'powerpack';

const TOLL_FREE = /^18(?:00|33|44|55|66|77|88)\d{7}$/;
const LONGEST_SHORT_CODE = 6;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param sender a number with or without `+`, a sender name, or a Powerpack's UUID */
export function senderType(sender: string): SenderType {
  const digits = senderKey(sender);
  if (UUID.test(sender)) return 'powerpack';
  if (!/^\d+$/.test(digits)) return 'alphanumeric';
  if (digits.length <= LONGEST_SHORT_CODE) return 'short_code';
  return TOLL_FREE.test(digits) ? 'toll_free' : 'long_code';
}

/** How a sender is named in a lane's key: a number by its digits, anything else as it is. */
export function senderKey(sender: string): string {
  return /^\+?[\d\s().-]+$/.test(sender) ? sender.replace(/\D/g, '') : sender;
}
