import type { NewTollfreeVerification, OptinType, TollfreeVerification } from '@herald/provider';
import type { TollfreeContent } from '../domain/tollfree/tollfree-rules';
import { statusOf } from '../domain/tollfree/tollfree-state';
import type { ProviderAnswer } from './tollfree-verification';

/** As the provider takes it: several values in one string. */
export function requestOf(content: TollfreeContent, callbackUrl: string): NewTollfreeVerification {
  return { number: content.number, ...changesOf(content, callbackUrl) };
}

/** All but the number, which stays. */
export function changesOf(content: TollfreeContent, callbackUrl: string): Omit<NewTollfreeVerification, 'number'> {
  const { additional_information: information, extra_data: extra } = content;
  return {
    profile_uuid: content.profile_uuid,
    usecase: content.usecase.join(','),
    usecase_summary: content.usecase_summary,
    message_sample: content.message_sample,
    optin_image_url: content.optin_image_url.join(','),
    // Checked against the same list.
    optin_type: content.optin_type as OptinType,
    volume: content.volume,
    callback_url: callbackUrl,
    ...(information === '' ? {} : { additional_information: information }),
    ...(extra === '' ? {} : { extra_data: extra }),
  };
}

/** Undefined for a status that is none. */
export function answerOf(found: TollfreeVerification): ProviderAnswer | undefined {
  const status = statusOf(found.status);
  if (status === undefined) return undefined;
  const said = [found.error_message, found.rejection_reason].find((text) => text !== undefined && text !== '') ?? null;
  const lists = { usecase: listOf(found.usecase), optin_image_url: listOf(found.optin_image_url) };
  const texts = {
    profile_uuid: found.profile_uuid,
    usecase_summary: found.usecase_summary,
    message_sample: found.message_sample,
    optin_type: found.optin_type,
    volume: found.volume,
    additional_information: found.additional_information,
    extra_data: found.extra_data,
  };
  const content = Object.fromEntries(Object.entries({ ...lists, ...texts }).filter(([, value]) => value !== undefined));
  const number = found.number.replace(/\D/g, '');
  return { uuid: found.uuid, number, status, reason: said, content };
}

function listOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
