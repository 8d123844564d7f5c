import type { Command } from 'commander';
import { apiAction, idArgument, type Shell } from './shell';
import { watchCampaign } from './watch-campaign';

export function registerWatchCommand(program: Command, shell: Shell): void {
  apiAction(
    program
      .command('watch')
      .argument('<id>', 'id of the campaign', idArgument)
      .description('live progress until the campaign has ended; 1 unless it completed'),
    shell,
    async (session, [id = '']) => {
      shell.exit(await watchCampaign(session, id));
    },
  );
}
