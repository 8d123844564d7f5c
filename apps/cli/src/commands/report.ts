import type { Report, Verification } from '@herald/reporting';
import type { Command } from 'commander';
import { EXIT_FAILED } from '../http/cli-error';
import { reportText } from './report-text';
import { apiAction, idArgument, type Shell, widthOf } from './shell';
import { verificationText } from './verification-text';

export function registerReportCommands(program: Command, shell: Shell): void {
  apiAction<{ json?: true }>(
    program
      .command('report')
      .argument('<id>', 'id of the campaign', idArgument)
      .description('what became of a campaign: states, errors, carriers, cost, requests, minute by minute')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, printJson }, [id = ''], { json }) => {
      const report = await client.json<Report>('GET', `/v1/campaigns/${id}/report`);
      if (json === true) printJson(report);
      else shell.stdout.write(reportText(report, { width: widthOf(shell) }));
    },
  );
  apiAction<{ json?: true }>(
    program
      .command('verify')
      .argument('<id>', 'id of the campaign', idArgument)
      .description('prove from the tables that every row and message is accounted for; 1 when a number is off')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = ''], { json }) => {
      const verification = await client.json<Verification>('GET', `/v1/campaigns/${id}/verify`);
      if (json === true) printJson(verification);
      else print(verificationText(verification, widthOf(shell)));
      if (!verification.ok) shell.exit(EXIT_FAILED);
    },
  );
}
