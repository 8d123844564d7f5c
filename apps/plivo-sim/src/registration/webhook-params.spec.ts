import { registrationOptions } from '../options/registration-options';
import { type NumberLink } from './records';
import { webhookParams } from './webhook-params';

const link: NumberLink = {
  ...{ kind: 'number_linking', id: '14155550100', authId: 'MA1', state: 'failed', reason: 'No', hook: null },
  ...{ createdAt: 0, changedAt: 0, campaignId: 'C123456', linked: false },
};

describe('the fields of a webhook', () => {
  it('are named by the options', () => {
    const options = registrationOptions.parse({ webhook_fields: { number: 'phone', reason: null } });
    expect(webhookParams(link, 'failed', 'No', options)).toEqual({
      endpoint: 'number_linking',
      status: 'failed',
      campaign_id: 'C123456',
      phone: '14155550100',
    });
  });

  it.each([
    ['snake', 'campaign_id'],
    ['pascal', 'CampaignId'],
    ['camel', 'campaignId'],
  ])('are written in %s case', (webhook_case, name) => {
    const params = webhookParams(link, 'failed', 'No', registrationOptions.parse({ webhook_case }));
    expect(params).toHaveProperty(name, 'C123456');
  });
});
