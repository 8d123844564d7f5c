import { shown } from './findings';

/** The reference shows C1234567 and CVWMV6V; a length it does not name. */
const CAMPAIGN_ID = /^C[A-Z0-9]{2,19}$/;

/** Why this cannot be the id of a campaign at The Campaign Registry, if it cannot. */
export function campaignIdFault(campaignId: string): string | undefined {
  if (CAMPAIGN_ID.test(campaignId)) return undefined;
  return `is ${shown(campaignId)}: must be the campaign’s id at The Campaign Registry, C and then capitals or digits, as C1234567`;
}
