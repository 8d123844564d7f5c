import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Context } from '../context';

/** The smallest PNG there is: one transparent pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

export async function checkMedia({ check, sdk, herald }: Context): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const files = ['one.png', 'two.png'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, PIXEL);
  try {
    let mediaId = '';
    await check('media.upload', {
      makes: true,
      sdk: [{ name: 'media.upload', call: () => sdk.media.upload(files) }],
      herald: async () => {
        const upload = await herald.media.upload(
          ['one.png', 'two.png'].map((name) => ({ name, contentType: 'image/png', bytes: PIXEL })),
        );
        mediaId = upload.objects[0]?.media_id ?? '';
        return upload;
      },
    });
    await check('media.get', {
      sdk: [{ name: 'media.get', call: () => sdk.media.get(mediaId) }],
      herald: () => herald.media.get(mediaId),
    });
    await check('media.list', {
      sdk: [{ name: 'media.list', call: () => sdk.media.list({ limit: 3, offset: 0 }) }],
      herald: () => herald.media.list({ limit: 3, offset: 0 }),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
