import { type Config, loadConfig } from '@herald/config';

/** Valid and never used: a preview connects to nothing. */
export function previewConfig(): Config {
  return loadConfig({
    DATABASE_URL: 'postgres://preview.invalid/herald',
    REDIS_URL: 'redis://preview.invalid',
    CALLBACK_SECRET: 'preview'.repeat(5),
    PLIVO_AUTH_ID: 'MA000000000000000000',
    PLIVO_AUTH_TOKEN: 'preview',
  });
}
