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
export { type MessagePage, type MessageRecord } from './message-record';
export { PlivoClient, type PlivoOptions } from './plivo-client';
export { PlivoClientModule } from './plivo-client.module';
export { ProviderError } from './provider-error';
export { type Accepted, type RefusalScope, type Refused, type SendOutcome } from './send-outcome';
export { type Sender, type SendRequest } from './send-request';
export { EMPTY_FORM, type Form, formOf, parseForm } from './form';
export { FormReader } from './form-reader';
export { type SignatureTokens, type SignatureVerdict, verifySignature } from './signature';
