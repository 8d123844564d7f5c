import { z } from 'zod';

import { type HttpAnswer, jsonObjectOf } from './http-answer';
import { ProviderError } from './provider-error';

/** @throws ProviderError `unreadable`, naming the fields that are missing or wrong */
export function readAnswer<T>(answer: HttpAnswer, schema: z.ZodType<T>): T {
  const body = jsonObjectOf(answer);
  if (body === undefined) throw ProviderError.unreadable(answer);
  const read = schema.safeParse(inProviderNames(body));
  if (read.success) return read.data;
  throw ProviderError.unreadable(answer, [...new Set(read.error.issues.map(({ path }) => path.join('.')))]);
}

/**
 * The names as nearly every example of the reference writes them: `api_id`. A few write `Api_id`, `apiId`, `Address`. The names inside
 * `mno_metadata` are the networks' own.
 */
export function inProviderNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inProviderNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const name = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
      return [name, name === 'mno_metadata' ? each : inProviderNames(each)];
    }),
  );
}

/** A text that Herald shows but does not rely on: left out where it has another type. An EIN may come as a number. */
export const someText = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined),
  z.string().optional(),
);
export const someNumber = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
  z.number().optional().catch(undefined),
);
/** The reference's examples have `false` and `"false"`. */
export const someBoolean = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean().optional().catch(undefined),
);
/** A state, in capitals: filters and objects of the reference write `Active` and `ACTIVE`. */
export const someState = z.preprocess(
  (value) => (typeof value === 'string' ? value.toUpperCase() : undefined),
  z.string().optional(),
);
/** A part of an object that Herald shows but does not rely on: left out where it is something else. */
export function some<T>(schema: z.ZodType<T>): z.ZodType<T | undefined> {
  return schema.optional().catch(undefined);
}
/** What Herald calls the thing by from now on. */
export const identifier = z.string().min(1);

/** What an operation says when it has nothing to show. */
const confirmation = z.looseObject({
  api_id: someText,
  /** Words for people; the pool operations write `response: "success"`. */
  message: someText,
  response: someText,
});
export type Confirmation = z.infer<typeof confirmation>;

/** What has been done stays done, whatever the answer says of it: an empty or unreadable one is an empty confirmation. */
export function readConfirmation(answer: HttpAnswer): Confirmation {
  return confirmation.parse(inProviderNames(jsonObjectOf(answer) ?? {}));
}
