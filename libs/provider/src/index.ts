export { type Deadline, deadlineIn } from './deadline';
export {
  describeErrorCode,
  ERROR_CODES,
  type ErrorCode,
  isResendable,
  LEAST_WAIT_MINUTES,
  type Resend,
} from './error-codes';
export { countUnits, type Encoding, isTooLong, PART_SIZES, type UnitCount } from './units';
export { type MessageFilter } from './list-messages';
export { lookupProblem } from './lookup-problem';
export { type MessagePage, type MessageRecord } from './message-record';
export { type PageFilter, type PageMeta } from './pages';
export { PlivoClient } from './plivo-client';
export { type PlivoOptions, PlivoTransport } from './plivo-transport';
export { PlivoClientModule } from './plivo-client.module';
export { type Operation, type OperationId, OPERATIONS } from './operations';
export { ProviderError, type ProviderErrorKind } from './provider-error';
export { type Accepted, type RefusalScope, type Refused, type SendOutcome } from './send-outcome';
export {
  type Dlt,
  DLT_CATEGORIES,
  MESSAGE_TYPES,
  type MessageType,
  type RichContent,
  type Sender,
  type SendRequest,
} from './send-request';
export { EMPTY_FORM, type Form, formOf, parseForm } from './form';
export { FormReader } from './form-reader';
export { type SignatureTokens, type SignatureVerdict, verifySignature } from './signature';
export { type Confirmation } from './answer-reader';
export {
  type Brand,
  type BrandFilter,
  type BrandPage,
  type BrandUseCases,
  type CreatedBrand,
  type NewBrand,
  type TendlcCallback,
} from './resources/brand';
export { type Media, type MediaFile, type MediaPage, type MediaUpload, type MessageMedia } from './resources/media';
export { type MnoMetadata } from './resources/mno-metadata';
export { type LinkedNumber, type LinkedNumberPage, type NewNumberLinks } from './resources/number-link';
export { PlivoBrands } from './resources/plivo-brands';
export { PlivoMedia } from './resources/plivo-media';
export { PlivoNumberLinks } from './resources/plivo-number-links';
export { PlivoPools } from './resources/plivo-pools';
export { PlivoPowerpacks } from './resources/plivo-powerpacks';
export { PlivoProfiles } from './resources/plivo-profiles';
export { PlivoTendlcCampaigns } from './resources/plivo-tendlc-campaigns';
export { PlivoTollfreeVerifications } from './resources/plivo-tollfree-verifications';
export {
  type PoolNumber,
  type PoolNumberFilter,
  type PoolNumberPage,
  type PoolService,
  type PoolShortcode,
  type PoolShortcodePage,
} from './resources/pool';
export {
  type NewPowerpack,
  type NumberPriority,
  poolUuidOf,
  type Powerpack,
  type PowerpackChanges,
  type PowerpackPage,
} from './resources/powerpack';
export {
  type AuthorizedContact,
  type CreatedProfile,
  type EntityType,
  type NewProfile,
  type PostalAddress,
  type Profile,
  type ProfileChanges,
  type ProfileFilter,
  type ProfilePage,
  type Vertical,
} from './resources/profile';
export {
  type CreatedTendlcCampaign,
  type ImportedCampaign,
  type NewTendlcCampaign,
  type SubUseCase,
  type TendlcCampaign,
  type TendlcCampaignChanges,
  type TendlcCampaignFilter,
  type TendlcCampaignPage,
  type UseCase,
} from './resources/tendlc-campaign';
export {
  type CreatedTollfreeVerification,
  type NewTollfreeVerification,
  type OptinType,
  type TollfreeVerification,
  type TollfreeVerificationChanges,
  type TollfreeVerificationFilter,
  type TollfreeVerificationPage,
} from './resources/tollfree-verification';
export { type InboundMessage, parseInboundMessage } from './webhooks/inbound-message';
export {
  type LinkStatus,
  parseTendlcWebhook,
  type RegistrationStatus,
  type TendlcWebhook,
} from './webhooks/tendlc-webhook';
export { parseTollfreeWebhook, type TollfreeStatus, type TollfreeWebhook } from './webhooks/tollfree-webhook';
