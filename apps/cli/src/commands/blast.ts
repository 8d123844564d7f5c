import type { Command } from 'commander';
import { basename } from 'node:path';
import { multipartForm } from '../http/multipart-form';
import type { CampaignView, ImportView } from '../http/views';
import {
  type AcceptForecastFlag,
  acceptForecastOption,
  type CampaignFlags,
  campaignJson,
  campaignOptions,
} from './campaign-options';
import { campaignText } from './campaign-text';
import { assertReadable } from './files';
import { type ImportFlags, importJson, importOptions } from './import-options';
import { importText } from './import-text';
import { apiAction, idArgument, type Shell } from './shell';
import { watchCampaign } from './watch-campaign';

type BlastFlags = Omit<CampaignFlags, 'name'> &
  ImportFlags &
  AcceptForecastFlag & {
    readonly name?: string;
    readonly idempotencyKey: string;
    readonly list?: string;
    readonly watch?: true;
    readonly json?: true;
  };

export function registerBlastCommand(program: Command, shell: Shell): void {
  const command = program
    .command('blast')
    .argument('<file>', 'CSV of the recipients')
    .description('import, plan and launch in one call; repeating it never sends twice');
  acceptForecastOption(campaignOptions(command))
    .requiredOption('--idempotency-key <key>', 'a name for this very blast: the same again gets the first answer')
    .option('--name <name>', 'what to call the campaign (the file’s name)')
    .option('--list <id>', 'import into this list instead of a new one', idArgument)
    .option('--watch', 'stay until it has ended, with progress')
    .option('--json', 'the API’s answer as it is');
  apiAction<BlastFlags>(importOptions(command), shell, async (session, [file = ''], flags) => {
    await assertReadable(file);
    const campaign = {
      ...campaignJson({ ...flags, name: flags.name ?? basename(file) }),
      ...(flags.list === undefined ? {} : { list_id: Number(flags.list) }),
      ...(flags.acceptForecast === true ? { accept_forecast: true } : {}),
    };
    const options = importJson(flags);
    const fields = Object.keys(options).length === 0 ? { campaign } : { campaign, import: options };
    const { contentType, body } = multipartForm({ fields, file });
    const answer = await session.client.json<{ campaign: CampaignView; import: ImportView }>('POST', '/v1/blasts', {
      body,
      headers: { 'content-type': contentType, 'idempotency-key': flags.idempotencyKey },
    });
    if (flags.json === true) session.printJson(answer);
    else session.print(`${importText(answer.import)}\n${campaignText(answer.campaign)}`);
    if (flags.watch === true) shell.exit(await watchCampaign(session, String(answer.campaign.id)));
    else if (flags.json !== true) session.print(`  watch it with: herald watch ${answer.campaign.id}`);
  });
}
