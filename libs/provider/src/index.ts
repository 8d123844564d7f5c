export { describeErrorCode, type ErrorCode, ERROR_CODES, type Resend } from './error-codes';
export { countUnits, type Encoding, isTooLong, PART_SIZES, type UnitCount } from './units';
