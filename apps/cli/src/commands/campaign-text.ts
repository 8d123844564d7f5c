import type { CampaignView } from '../http/views';
import { formatCount, formatTime } from '../terminal/format';
import { holdLines } from './hold-text';

/** A campaign as a person reads it. */
export function campaignText(campaign: CampaignView): string {
  const {
    id,
    name,
    state,
    reason,
    type,
    text,
    content,
    encoding,
    units_per_message: units,
    scheduled_at: due,
  } = campaign;
  const zone = campaign.schedule_zone === null ? '' : ` (given in ${campaign.schedule_zone})`;
  return [
    `Campaign ${id} "${name}": ${state}`,
    ...(reason === null ? [] : [`  ${reason.message}`]),
    `  to list ${campaign.list_id} from ${campaign.src ?? `Powerpack ${campaign.powerpack_uuid ?? ''}`}`,
    `  ${type === 'sms' ? '' : `${type} `}${JSON.stringify(text)}`,
    ...(content === null ? [] : [`  with ${JSON.stringify(content)}`]),
    `  ${units} ${units === 1 ? 'unit' : 'units'} per message, ${encoding === 'gsm7' ? 'GSM 7-bit' : 'UCS-2'}`,
    ...(due === null ? [] : [`  scheduled for ${formatTime(due)}${zone}`]),
    ...(campaign.messages + campaign.suppressed === 0
      ? []
      : [
          `  ${formatCount(campaign.messages)} messages in ${formatCount(campaign.batches)} batches, ${formatCount(campaign.suppressed)} suppressed`,
        ]),
    ...holdLines(campaign.holds ?? []),
  ].join('\n');
}
