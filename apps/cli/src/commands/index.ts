import type { Command } from 'commander';
import { registerBatchCommands } from './batches';
import { registerBlastCommand } from './blast';
import { registerCampaignCommands } from './campaigns';
import { registerConsentCommands } from './consent';
import { registerForecastCommands } from './forecast';
import { registerImportCommands } from './imports';
import { registerInboundCommands } from './inbound';
import { registerKeyCommands } from './keys';
import { registerKeywordCommands } from './keywords';
import { registerLaneCommands } from './lanes';
import { registerListCommands } from './lists';
import { registerMediaCommands } from './media';
import { registerMessagesCommand } from './messages';
import { registerRebuildCommand } from './rebuild';
import { registerRegistrationCommands } from './registrations';
import { registerReportCommands } from './report';
import { registerPowerpackCommands } from './powerpacks';
import { registerSenderCommands } from './senders';
import { processShell, type Shell } from './shell';
import { registerTollfreeCommands } from './tollfree';
import { registerSuppressCommands } from './suppress';
import { registerWatchCommand } from './watch';

/** The commands that talk to the REST API. */
export function registerCommands(program: Command, shell: Shell = processShell): void {
  registerListCommands(program, shell);
  registerImportCommands(program, shell);
  registerCampaignCommands(program, shell);
  registerForecastCommands(program, shell);
  registerBatchCommands(program, shell);
  registerBlastCommand(program, shell);
  registerWatchCommand(program, shell);
  registerReportCommands(program, shell);
  registerRebuildCommand(program, shell);
  registerMediaCommands(program, shell);
  registerMessagesCommand(program, shell);
  registerInboundCommands(program, shell);
  registerSuppressCommands(program, shell);
  registerConsentCommands(program, shell);
  registerKeywordCommands(program, shell);
  registerKeyCommands(program, shell);
  registerLaneCommands(program, shell);
  registerRegistrationCommands(program, shell);
  registerSenderCommands(program, shell);
  registerTollfreeCommands(program, shell);
  registerPowerpackCommands(program, shell);
}
