import { createHmac, timingSafeEqual } from 'node:crypto';

const SEAL_LENGTH = 22;
const TOKEN = /^([1-9]\d{0,18})\.([A-Za-z0-9_-]{22})$/;

/**
 * Names a batch in its callback URL: `{batchId}.{seal}`. Part of the path, since the provider's V2 signature does not cover
 * a query; sealed, so that nobody can report on a batch by counting ids.
 */
export function batchToken(secret: string, batchId: string): string {
  return `${batchId}.${sealOf(secret, batchId)}`;
}

/** The batch a token names, or undefined for anything that `batchToken` did not make with this secret. */
export function parseBatchToken(secret: string, token: string): string | undefined {
  const [, batchId, seal] = TOKEN.exec(token) ?? [];
  if (batchId === undefined || seal === undefined) return undefined;
  return timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(secret, batchId))) ? batchId : undefined;
}

function sealOf(secret: string, batchId: string): string {
  return createHmac('sha256', secret).update(`batch:${batchId}`).digest('base64url').slice(0, SEAL_LENGTH);
}
