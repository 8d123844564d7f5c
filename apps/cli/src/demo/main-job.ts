import { AppError } from '@herald/kernel';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

import { type ApiClient } from '../http/api-client';
import { formatCount } from '../terminal/format';
import { type Created, type ImportView } from './api-types';
import { followCampaign } from './follow-campaign';
import { pollUntil } from './poll';
import { Step } from './step';

interface JobOptions {
  readonly client: ApiClient;
  readonly simulatorUrl: string;
  readonly csvFile: string;
  readonly defaultCountry: string;
  readonly src: string;
  readonly text: string;
}

/** The way of a campaign through the REST API, with a line of progress for each step. Returns the campaign's id. */
export async function runMainJob(options: JobOptions): Promise<number> {
  const { client, csvFile, src, text } = options;
  const list = { name: 'Demo recipients', default_country: options.defaultCountry };
  const { id: listId } = await client.json<Created>('POST', '/v1/lists', { json: list });
  await importFile(client, listId, csvFile);
  const campaign = { name: 'Demo campaign', list_id: listId, src, text };
  const { id } = await client.json<Created>('POST', '/v1/campaigns', { json: campaign });
  await client.json('POST', `/v1/campaigns/${id}/launch`);
  await followCampaign(client, options.simulatorUrl, id);
  return id;
}

async function importFile(client: ApiClient, listId: number, csvFile: string): Promise<void> {
  const step = new Step('import');
  const { id } = await client.json<Created>('POST', `/v1/lists/${listId}/imports`, {
    body: Readable.toWeb(createReadStream(csvFile)) as ReadableStream<Uint8Array>,
    headers: { 'content-type': 'text/csv' },
  });
  const { state, error, ...counts } = await pollUntil({
    what: 'the import',
    read: () => client.json<ImportView>('GET', `/v1/imports/${id}`),
    show: (view) => {
      step.update(view.bytes_read, view.bytes_total, `bytes; rows ${formatCount(view.rows)}`);
    },
    done: (view) => view.state === 'completed' || view.state === 'failed',
    mark: (view) => view.bytes_read,
  });
  if (state === 'failed') {
    throw new AppError('conflict', 'import_failed', `the import failed: ${error?.message ?? 'no reason given'}`);
  }
  const { rows, contacts, duplicates, rejects } = counts;
  const kinds = `${formatCount(contacts)} contacts, ${formatCount(duplicates)} duplicates, ${formatCount(rejects)} rejects`;
  step.done(`${formatCount(rows)} rows = ${kinds}`);
}
