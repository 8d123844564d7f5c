const NAMES = ['rejection_reason', 'error_message', 'failure_reason', 'reason', 'error'];
const MOST = 500;

/** Why a record says it failed; the reference names no field for it. */
export function recordReason(record: Readonly<Record<string, unknown>>): string | undefined {
  const found = NAMES.map((name) => record[name]).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? found.slice(0, MOST) : undefined;
}
