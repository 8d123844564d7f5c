import { AppError, type ProblemDetail } from '@herald/kernel';
import { senderKey, senderType } from '@herald/lanes';
import type { SenderType } from '../domain/check/sender-fact';
import type { SenderContent, SenderInput } from './known-sender';

/** Provider: sender names have at most 11 characters, numbers at most 14 digits. */
const NAME = /^[A-Za-z0-9]{1,11}$/;
const NUMBER = /^[1-9]\d{6,13}$/;
const SHORT_CODE = /^[1-9]\d{2,5}$/;
/** Calling codes that leave no doubt about the country, or none that matters: the United States and Canada share theirs. */
const NORTH_AMERICA = /^1\d{10}$/;

/** @throws AppError invalid `sender_invalid`, with every fault */
export function checkSenderInput(input: SenderInput): SenderContent {
  const details: ProblemDetail[] = [];
  const wrong = (field: string, message: string): unknown => details.push({ field, message });
  const sender = senderKey(input.sender.trim());
  const type = input.type ?? shapeOf(sender);
  if (type === 'powerpack')
    wrong('sender', 'is a Powerpack: those are taken over from the provider, herald senders sync');
  else if (!SHAPES[type](sender)) wrong('sender', `is no ${NAMES[type]}: ${EXPECTED[type]}`);
  const country = input.country ?? countryOf(sender, type);
  if (country !== null && !/^[A-Z]{2}$/.test(country)) wrong('country', 'must be an ISO 3166-1 alpha-2 code, like US');
  if (country === null && NEEDS_COUNTRY.has(type)) wrong('country', 'is missing: it decides where the sender may send');
  const capabilities = {
    sms: input.sms ?? type !== 'whatsapp',
    mms: input.mms ?? false,
    whatsapp: input.whatsapp ?? type === 'whatsapp',
  };
  if (capabilities.mms && type === 'alphanumeric') wrong('mms', 'is not to be had from a sender name');
  if (capabilities.whatsapp && !['number', 'toll_free', 'whatsapp'].includes(type)) {
    wrong('whatsapp', `is sent from numbers of a WhatsApp Business Account, not from a ${NAMES[type]}`);
  }
  if (!capabilities.sms && !capabilities.mms && !capabilities.whatsapp)
    wrong('sms', 'mms and whatsapp are all off: it could send nothing');
  if (details.length === 0) return { sender, type, country, ...capabilities, note: input.note ?? '' };
  const message = `${details.map((each) => `${each.field ?? ''} ${each.message}`).join('; ')}.`;
  throw new AppError('invalid', 'sender_invalid', message, { details });
}

function shapeOf(sender: string): SenderType {
  const shape = senderType(sender);
  return shape === 'long_code' ? 'number' : shape;
}

function countryOf(sender: string, type: SenderType): string | null {
  return type === 'toll_free' || (type === 'number' && NORTH_AMERICA.test(sender)) ? 'US' : null;
}

const NEEDS_COUNTRY: ReadonlySet<SenderType> = new Set(['number', 'short_code', 'toll_free']);

const SHAPES: Readonly<Record<SenderType, (sender: string) => boolean>> = {
  number: (sender) => NUMBER.test(sender) && senderType(sender) !== 'toll_free',
  short_code: (sender) => SHORT_CODE.test(sender),
  toll_free: (sender) => senderType(sender) === 'toll_free',
  powerpack: () => false,
  alphanumeric: (sender) => NAME.test(sender) && /[A-Za-z]/.test(sender),
  whatsapp: (sender) => NUMBER.test(sender),
};

const NAMES: Readonly<Record<SenderType, string>> = {
  number: 'long code',
  short_code: 'short code',
  toll_free: 'toll-free number',
  powerpack: 'Powerpack',
  alphanumeric: 'sender name',
  whatsapp: 'WhatsApp number',
};
const EXPECTED: Readonly<Record<SenderType, string>> = {
  number: 'give 7 to 14 digits with the country code, and toll-free numbers as toll_free',
  short_code: 'give 3 to 6 digits',
  toll_free: 'give 1 and 800, 833, 844, 855, 866, 877 or 888, and 7 digits',
  powerpack: '',
  alphanumeric: 'give up to 11 letters and digits, one letter at least',
  whatsapp: 'give 7 to 14 digits with the country code',
};
