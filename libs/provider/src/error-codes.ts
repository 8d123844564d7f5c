/** Whether sending the same message again could help. Sorting a failure wrongly as `later` costs money, so doubt is `never`. */
export type Resend =
  | 'never' // this message to this number will fail again
  | 'later' // a passing fault: wait, then try again
  | 'once' // cause unclear: one late, cautious try
  | 'after_change' // only when content, sender or account settings have been changed
  | 'after_recharge'; // the account is out of credit

export interface ErrorCode {
  /** As in callbacks; 0 = the provider's `000`, no error. */
  readonly code: number;
  readonly meaning: string;
  /** A `failed` message never reached the carrier and is free; an `undelivered` one is charged, and so is its resend. */
  readonly charged: 'never' | 'if_undelivered' | 'unknown';
  readonly resend: Resend;
  /** The least time before the same message is sent again; a policy may wait longer. */
  readonly waitMinutes: number;
  /** Where the meaning is from: the provider's pages, or another's reading of them. The resend policy is Herald's own. */
  readonly source: 'plivo' | 'third_party' | 'none';
}

type Row = readonly [code: number, meaning: string, resend: Resend, source?: 'third_party'];

const ROWS: readonly Row[] = [
  [10, 'Invalid message (blank or too long)', 'never'],
  [20, 'Network error at the carrier', 'later'],
  [30, 'Taken for spam by the carrier or the provider', 'after_change'],
  [40, 'Invalid source number', 'after_change'],
  [50, 'Invalid destination number, or a landline', 'never'],
  [60, 'Loop detected', 'never'],
  [70, 'Destination permanently unavailable', 'never'],
  [80, 'Destination temporarily unavailable', 'later'],
  [90, 'No route available', 'once'],
  [100, 'Prohibited by the carrier', 'never'],
  [110, 'Message too long', 'never'],
  [120, 'MMS payload larger than 5 MB', 'never'],
  [130, 'Unsupported media', 'never', 'third_party'],
  [140, 'Media could not be processed', 'never', 'third_party'],
  [160, 'DLT parameters for India are wrong', 'never'],
  [200, 'Recipient opted out (STOP)', 'never'],
  [201, 'US toll-free number to Canada is blocked', 'never'],
  [300, 'Failed to dispatch, on the provider’s side', 'later'],
  [310, 'WhatsApp: number not registered', 'never', 'third_party'],
  [330, 'WhatsApp: unsupported message type', 'never', 'third_party'],
  [340, 'WhatsApp: free-form message outside the 24-hour window, or template not available', 'never'],
  [350, 'WhatsApp: template parameters do not match', 'never', 'third_party'],
  [360, 'WhatsApp: account locked', 'after_change', 'third_party'],
  [370, 'WhatsApp: rate limit', 'later', 'third_party'],
  [380, 'WhatsApp: outside the 24-hour window', 'never', 'third_party'],
  [420, 'Expired in the provider’s queue', 'later'],
  [450, 'Destination country is disabled', 'after_change'],
  [451, 'Fraud threshold of messages per hour reached', 'later'],
  [900, 'Insufficient credit', 'after_recharge'],
  [910, 'Account disabled', 'after_change'],
  [1000, 'Unknown error', 'once'],
];

/**
 * A failure whose cause is known to take longer than the least a policy may wait. 80: "temporarily", a phone that is off or out of
 * reach; 370: a limit per hour at most; 451: the provider blocks for up to 24 hours [Plivo, fraud shield]; the others are Herald's.
 */
const WAIT_MINUTES: ReadonlyMap<number, number> = new Map([
  [80, 30],
  [90, 240],
  [370, 60],
  [451, 1_440],
  [1000, 60],
]);
/**
 * A callback is tried again over seven and a half minutes [Plivo support 360041344652]: what was told before a failure has come, or
 * never will, when ten have passed.
 */
export const LEAST_WAIT_MINUTES = 10;

/** Whether a policy may name the code at all. */
export function isResendable({ resend }: Pick<ErrorCode, 'resend'>): boolean {
  return resend === 'later' || resend === 'once' || resend === 'after_recharge';
}

/** Charged when the code says nothing else. Expired messages are free [Plivo, "message expiry"]. */
const NEVER_CHARGED = new Set([420]);

export const ERROR_CODES: ReadonlyMap<number, ErrorCode> = new Map(
  ROWS.map(([code, meaning, resend, source]): [number, ErrorCode] => [
    code,
    {
      code,
      meaning,
      resend,
      waitMinutes: WAIT_MINUTES.get(code) ?? LEAST_WAIT_MINUTES,
      source: source ?? 'plivo',
      charged: NEVER_CHARGED.has(code) ? 'never' : 'if_undelivered',
    },
  ]),
);

/** What a code means. The provider's published table is incomplete: a code Herald does not know is never resent. */
export function describeErrorCode(code: number): ErrorCode {
  const never = { code, resend: 'never', waitMinutes: LEAST_WAIT_MINUTES } as const;
  if (code === 0) return { ...never, meaning: 'No error', charged: 'if_undelivered', source: 'plivo' };
  const unlisted = { meaning: 'Not in the provider’s published table', charged: 'unknown', source: 'none' } as const;
  return ERROR_CODES.get(code) ?? { ...never, ...unlisted };
}
