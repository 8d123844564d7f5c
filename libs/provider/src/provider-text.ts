import { maskPhone } from '@herald/kernel';

import { type HttpAnswer, jsonObjectOf } from './http-answer';

const LONGEST = 500;
/** Shorter runs of digits are statuses, codes and sizes. */
const PHONE_LIKE = /\d{6,}/g;

/** A text that came from the provider, fit to be stored and logged: numbers masked, one line, not too long. */
export function safeText(text: string): string {
  return printable(text.replace(PHONE_LIKE, maskPhone)).replace(/\s+/g, ' ').trim().slice(0, LONGEST);
}

/** JSON can carry a NUL, which Postgres takes in no text. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

/** The provider's own words for a failure: `error` of its JSON, else the page's visible text, else the bare status. */
export function errorText(answer: HttpAnswer): string {
  const json = jsonObjectOf(answer);
  const said = json?.error ?? json?.message;
  const text = typeof said === 'string' ? said : said === undefined ? '' : JSON.stringify(said);
  if (text !== '') return safeText(text);
  return safeText(answer.body.replace(/<[^>]*>/g, ' ')) || `HTTP ${answer.status} without a text`;
}
