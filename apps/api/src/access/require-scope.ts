import type { Scope } from '@herald/access';
import { SetMetadata } from '@nestjs/common';

export const REQUIRED_SCOPE = 'herald:required-scope';

/** On a controller or a handler (which wins): the least scope a key must have. A route without it wants `admin`. */
export function RequireScope(scope: Scope): ClassDecorator & MethodDecorator {
  return SetMetadata(REQUIRED_SCOPE, scope);
}
