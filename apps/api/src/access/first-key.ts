import type { ApiKeys } from '@herald/access';
import type { Logger } from '@herald/observability';

/** Makes sure somebody can get in. A key that was made up is told on `tell` (stdout), never in the log. */
export async function ensureFirstKey(
  keys: ApiKeys,
  bootstrapKey: string | undefined,
  logger: Logger,
  tell: (line: string) => void,
): Promise<void> {
  const secret = await keys.ensureFirst(bootstrapKey);
  if (secret === undefined) return;
  logger.info(
    { event: 'access.first_key', from_configuration: bootstrapKey !== undefined },
    'stored the first admin key',
  );
  if (bootstrapKey === undefined) {
    tell(`\nThe first API key (scope admin). It is shown this once, only its hash is kept:\n\n  ${secret}\n`);
  }
}
