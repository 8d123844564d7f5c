import { ApiFault } from '../http/api-fault';
import { allowedValue, type Fields, present } from '../http/fields';
import { type RegistrationOptions } from '../options/registration-options';
import { type TollfreeContent } from './records';
import { OPTIN_TYPES, SUB_USECASES } from './values';

const MOST_SUMMARY = 500;
const MOST_SAMPLE = 1000;
const MOST_ADDITIONAL = 500;
const VOLUME = /^\d{1,3}(?:,\d{3})*\+?$/;

function shortText(fields: Fields, name: string, most: number): string | undefined {
  const value = fields.text(name);
  if (value !== undefined && value.length > most) {
    throw new ApiFault(400, `${name} must have a maximum of ${most} characters`);
  }
  return value;
}

function readUsecase(fields: Fields): string | undefined {
  const given = fields.list('usecase');
  if (given === undefined || given.length === 0) return undefined;
  return given.map((each) => allowedValue('usecase', each, SUB_USECASES)).join(',');
}

function readOptinUrls(fields: Fields): string | undefined {
  const urls = fields.list('optin_image_url');
  if (urls === undefined || urls.length === 0) return undefined;
  if (!urls.every((url) => /^https?:\/\/[^\s/]/i.test(url) && URL.canParse(url))) {
    throw new ApiFault(400, 'optin_image_url must be a valid URL');
  }
  return urls.join(',');
}

function readVolume(fields: Fields, options: RegistrationOptions): string | undefined {
  const value = fields.text('volume')?.trim();
  if (value === undefined) return undefined;
  const { tollfree_volumes: volumes } = options;
  if (volumes !== null) return allowedValue('volume', value, volumes);
  if (!VOLUME.test(value)) throw new ApiFault(400, 'volume must be a number of messages such as 10,000');
  return value;
}

/** Every field of the content that is there, checked. */
export function readTollfreeContent(fields: Fields, options: RegistrationOptions): Partial<TollfreeContent> {
  const read: Record<keyof TollfreeContent, string | undefined> = {
    profile_uuid: fields.text('profile_uuid'),
    usecase: readUsecase(fields),
    usecase_summary: shortText(fields, 'usecase_summary', MOST_SUMMARY),
    message_sample: shortText(fields, 'message_sample', MOST_SAMPLE),
    optin_image_url: readOptinUrls(fields),
    optin_type: fields.oneOf('optin_type', OPTIN_TYPES),
    volume: readVolume(fields, options),
    additional_information: shortText(fields, 'additional_information', MOST_ADDITIONAL),
    extra_data: fields.text('extra_data'),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** The content of a new verification, whole. */
export function wholeTollfreeContent(read: Partial<TollfreeContent>): TollfreeContent {
  return {
    profile_uuid: present('profile_uuid', read.profile_uuid),
    usecase: present('usecase', read.usecase),
    usecase_summary: present('usecase_summary', read.usecase_summary),
    message_sample: present('message_sample', read.message_sample),
    optin_image_url: present('optin_image_url', read.optin_image_url),
    optin_type: present('optin_type', read.optin_type),
    volume: present('volume', read.volume),
    additional_information: read.additional_information ?? '',
    extra_data: read.extra_data ?? '',
  };
}

/** Use cases as a set: "exact" comparisons do not care about their order. */
export function usecaseKey(usecase: string): string {
  return usecase
    .split(',')
    .map((each) => each.trim().toUpperCase())
    .sort()
    .join(',');
}
