import type { Command } from 'commander';
import type { CampaignView, CancelledView, NotRecallableView } from '../http/views';
import { formatCount, formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';
import {
  type AcceptForecastFlag,
  acceptForecastOption,
  type CampaignFlags,
  campaignJson,
  campaignOptions,
} from './campaign-options';
import { campaignText } from './campaign-text';
import { notRecallableText } from './forecast-text';
import { apiAction, idArgument, type Shell, widthOf } from './shell';

const STEPS = {
  launch: {
    description: 'launch a draft: now, or at its time',
    after: (id: string) => [`  watch it with: herald watch ${id}`],
  },
  resume: { description: 'go on with a paused campaign', after: () => [] },
} as const;

export function registerCampaignCommands(program: Command, shell: Shell): void {
  const campaigns = program
    .command('campaigns')
    .description('campaigns: create, list, show, launch, pause, resume, cancel, delete');
  registerCreate(campaigns, shell);
  registerReading(campaigns, shell);
  registerSteps(campaigns, shell);
  apiAction(
    withId(campaigns.command('pause')).description('make no further request; what the provider has already, it sends'),
    shell,
    async ({ client, print }, [id = '']) => {
      const paused = await client.json<CampaignView & NotRecallableView>('POST', `/v1/campaigns/${id}/pause`);
      print(campaignText(paused));
      print(`  ${notRecallableText(paused)}`);
    },
  );
  apiAction(
    withId(campaigns.command('cancel')).description('stop a campaign for good; says what was not sent'),
    shell,
    async ({ client, print }, [id = '']) => {
      const cancelled = await client.json<CancelledView>('POST', `/v1/campaigns/${id}/cancel`);
      print(campaignText(cancelled.campaign));
      print(
        `  ${formatCount(cancelled.messages_cancelled)} messages will not be sent, ${formatCount(cancelled.messages_sent)} are with the provider, ${formatCount(cancelled.messages_in_flight)} are in flight`,
      );
      print(`  ${notRecallableText(cancelled)}`);
    },
  );
  apiAction(
    withId(campaigns.command('delete')).description('delete a draft'),
    shell,
    async ({ client, print }, [id = '']) => {
      await client.json('DELETE', `/v1/campaigns/${id}`);
      print(`Campaign ${id} is deleted.`);
    },
  );
}

function registerSteps(campaigns: Command, shell: Shell): void {
  for (const [step, { description, after }] of Object.entries(STEPS)) {
    apiAction<AcceptForecastFlag>(
      acceptForecastOption(withId(campaigns.command(step)).description(description)),
      shell,
      async ({ client, print }, [id = ''], { acceptForecast }) => {
        const json = { accept_forecast: acceptForecast ?? false };
        print(campaignText(await client.json<CampaignView>('POST', `/v1/campaigns/${id}/${step}`, { json })));
        for (const line of after(id)) print(line);
      },
    );
  }
}

function registerCreate(campaigns: Command, shell: Shell): void {
  apiAction<CampaignFlags & { list: string; json?: true }>(
    campaignOptions(
      campaigns
        .command('create')
        .description('create a draft: nothing is sent before it is launched')
        .requiredOption('--name <name>', 'what to call it')
        .requiredOption('--list <id>', 'list of its recipients', idArgument),
    ).option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, _args, flags) => {
      const json = { ...campaignJson(flags), list_id: Number(flags.list) };
      const campaign = await client.json<CampaignView>('POST', '/v1/campaigns', { json });
      if (flags.json === true) {
        printJson(campaign);
        return;
      }
      print(campaignText(campaign));
      print(`  send it with: herald campaigns launch ${campaign.id}`);
    },
  );
}

function registerReading(campaigns: Command, shell: Shell): void {
  apiAction<{ state?: string }>(
    campaigns
      .command('ls')
      .alias('list')
      .description('all campaigns, newest first')
      .option('--state <state>', 'only those in this state'),
    shell,
    async ({ client, print }, _args, { state }) => {
      const rows: string[][] = [];
      for await (const found of client.all<CampaignView>('/v1/campaigns', { state })) {
        const when = found.started_at ?? found.scheduled_at;
        rows.push([String(found.id), found.name, found.state, formatCount(found.messages), formatTime(when)]);
      }
      const columns = [
        { heading: 'id', align: 'right' as const },
        { heading: 'name' },
        { heading: 'state' },
        { heading: 'messages', align: 'right' as const },
        { heading: 'started or due' },
      ];
      for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
    },
  );
  apiAction<{ json?: true }>(
    withId(campaigns.command('show'))
      .description('one campaign: its text, sender, schedule and state')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = ''], { json }) => {
      const campaign = await client.json<CampaignView>('GET', `/v1/campaigns/${id}`);
      if (json === true) printJson(campaign);
      else print(campaignText(campaign));
    },
  );
}

function withId(command: Command): Command {
  return command.argument('<id>', 'id of the campaign', idArgument);
}
