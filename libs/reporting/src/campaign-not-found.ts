import { AppError } from '@herald/kernel';

export function campaignNotFound(campaignId: number): AppError {
  return new AppError('not_found', 'campaign_not_found', `There is no campaign ${campaignId}.`);
}
