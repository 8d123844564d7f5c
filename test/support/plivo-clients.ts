import { type Clock, systemClock } from '@herald/kernel';
import {
  PlivoBrands,
  PlivoClient,
  PlivoMedia,
  PlivoNumberLinks,
  type PlivoOptions,
  PlivoPools,
  PlivoPowerpacks,
  PlivoProfiles,
  PlivoTendlcCampaigns,
  PlivoTollfreeVerifications,
  PlivoTransport,
} from '@herald/provider';

/** Herald's client of each resource over one transport, without Nest. */
export interface PlivoClients {
  readonly messages: PlivoClient;
  readonly profiles: PlivoProfiles;
  readonly brands: PlivoBrands;
  readonly campaigns: PlivoTendlcCampaigns;
  readonly links: PlivoNumberLinks;
  readonly tollfree: PlivoTollfreeVerifications;
  readonly media: PlivoMedia;
  readonly powerpacks: PlivoPowerpacks;
  readonly pools: PlivoPools;
  close(): Promise<void>;
}

export type Account = Pick<PlivoOptions, 'authId' | 'authToken' | 'baseUrl'>;

const USUAL = { connectTimeoutMs: 1_000, responseTimeoutMs: 2_000, connections: 4 };

/** @param options of the account, and whatever is to be other than usual */
export function plivoClients(options: Account & Partial<PlivoOptions>, clock: Clock = systemClock): PlivoClients {
  const transport = new PlivoTransport({ ...USUAL, ...options }, clock);
  return {
    messages: new PlivoClient(transport, clock),
    profiles: new PlivoProfiles(transport),
    brands: new PlivoBrands(transport),
    campaigns: new PlivoTendlcCampaigns(transport),
    links: new PlivoNumberLinks(transport),
    tollfree: new PlivoTollfreeVerifications(transport),
    media: new PlivoMedia(transport),
    powerpacks: new PlivoPowerpacks(transport),
    pools: new PlivoPools(transport),
    close: () => transport.onApplicationShutdown(),
  };
}
