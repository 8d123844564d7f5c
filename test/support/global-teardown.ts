import { rm } from 'node:fs/promises';
import { Client } from 'pg';

/** Stops what global-setup.ts started; in services of somebody else's, leaves no database behind. */
async function globalTeardown(): Promise<void> {
  const services = globalThis.heraldTestServices;
  if (services === undefined) return;
  if (services.started.length < 2) {
    const admin = new Client({ connectionString: services.adminUrl });
    await admin.connect();
    await admin.query(`DROP DATABASE IF EXISTS ${services.template} WITH (FORCE)`);
    await admin.end();
  }
  await Promise.all(services.started.map((service) => service.stop()));
  await rm(process.env.TEST_FOLDER ?? '', { recursive: true, force: true });
}

module.exports = globalTeardown;
