import type { MediaOfMessage } from '@herald/delivery';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const file = z.object({
  media_id: z.string(),
  content_type: z.string().nullable().meta({ example: 'image/jpeg' }),
  bytes: z.int().nullable(),
  url: z.string().nullable().meta({ description: 'Where the provider keeps it; Herald copies nothing' }),
});

/** What the provider has of a message's files, sent or received. */
export class MessageMediaDto extends createZodDto(
  z.object({
    message_uuid: z.string(),
    objects: z.array(file).meta({ description: 'Empty without media, and where the content is not logged' }),
  }),
) {}

export function messageMediaBody({ messageUuid, objects }: MediaOfMessage): MessageMediaDto {
  return {
    message_uuid: messageUuid,
    objects: objects.map(({ media_id, content_type, size, media_url }) => ({
      media_id,
      content_type: content_type ?? null,
      bytes: size ?? null,
      url: media_url ?? null,
    })),
  };
}
