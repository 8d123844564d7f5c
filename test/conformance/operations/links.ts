import { type Context, NUMBERS } from '../context';
import { registeredCampaign } from './campaigns';

export async function checkLinks(context: Context): Promise<void> {
  const { check, sdk, herald, settled } = context;
  const campaignId = await registeredCampaign(context, 'links');
  const [first, second] = NUMBERS.longCodes;
  await check('links.create', {
    makes: true,
    sdk: [{ name: 'campaign.linkNumber', call: () => sdk.campaign.linkNumber(campaignId, [first]) }],
    herald: () => herald.links.link(campaignId, { numbers: [second] }),
  });
  for (const number of [first, second]) {
    await settled('the number to be linked', async () => {
      return (await herald.links.get(campaignId, number))?.status === 'COMPLETED';
    });
  }
  await check('links.list', {
    sdk: [{ name: 'campaign.listNumber', call: () => sdk.campaign.listNumber(campaignId, { limit: 10, offset: 0 }) }],
    herald: () => herald.links.list(campaignId, { limit: 10, offset: 0 }),
  });
  await check('links.get', {
    sdk: [{ name: 'campaign.getNumber', call: () => sdk.campaign.getNumber(campaignId, second) }],
    herald: () => herald.links.get(campaignId, second),
    part: ({ phone_numbers }) => (phone_numbers as unknown[])[0],
  });
  await check('links.delete', {
    makes: true,
    sdk: [{ name: 'campaign.unlinkNumber', call: () => sdk.campaign.unlinkNumber(campaignId, first) }],
    herald: () => herald.links.unlink(campaignId, second),
  });
}
