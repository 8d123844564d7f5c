import { Access1700000000001 } from './0001-access';
import { Audience1700000000002 } from './0002-audience';
import { Consent1700000000003 } from './0003-consent';
import { Campaigns1700000000004 } from './0004-campaigns';
import { Ledger1700000000005 } from './0005-ledger';
import { Rollups1700000000006 } from './0006-rollups';
import { Callbacks1700000000007 } from './0007-callbacks';
import { MessageEvents1700000000008 } from './0008-message-events';
import { Lanes1700000000009 } from './0009-lanes';
import { Feeding1700000000010 } from './0010-feeding';
import { Settling1700000000011 } from './0011-settling';
import { Failures1700000000012 } from './0012-failures';
import { Reconciling1700000000013 } from './0013-reconciling';
import { ConsentScopes1700000000014 } from './0014-consent-scopes';
import { Inbound1700000000015 } from './0015-inbound';
import { Registrations1700000000016 } from './0016-registrations';
import { Senders1700000000017 } from './0017-senders';
import { Content1700000000018 } from './0018-content';
import { ProfileCorrections1700000000019 } from './0019-profile-corrections';
import { ImportedCampaigns1700000000020 } from './0020-imported-campaigns';
import { WhatsappLane1700000000021 } from './0021-whatsapp-lane';
import { InboundRetention1700000000022 } from './0022-inbound-retention';
import { LateRefusals1700000000023 } from './0023-late-refusals';
import { ForecastAtPlanning1700000000024 } from './0024-forecast-at-planning';
import { UnknownStatuses1700000000025 } from './0025-unknown-statuses';

/** In order; listed by hand so that none is ever picked up by a glob. Forward only. */
export const migrations = [
  Access1700000000001,
  Audience1700000000002,
  Consent1700000000003,
  Campaigns1700000000004,
  Ledger1700000000005,
  Rollups1700000000006,
  Callbacks1700000000007,
  MessageEvents1700000000008,
  Lanes1700000000009,
  Feeding1700000000010,
  Settling1700000000011,
  Failures1700000000012,
  Reconciling1700000000013,
  ConsentScopes1700000000014,
  Inbound1700000000015,
  Registrations1700000000016,
  Senders1700000000017,
  Content1700000000018,
  ProfileCorrections1700000000019,
  ImportedCampaigns1700000000020,
  WhatsappLane1700000000021,
  InboundRetention1700000000022,
  LateRefusals1700000000023,
  ForecastAtPlanning1700000000024,
  UnknownStatuses1700000000025,
] as const;
