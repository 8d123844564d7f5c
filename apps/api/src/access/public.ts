import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'herald:public';

/** The route needs no API key. Only health is. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata(PUBLIC, true);
}
