import { type Fields } from '../http/fields';
import { type Hook } from './records';

const METHODS = ['GET', 'POST'] as const;

/** `url` and `method` of a request: where to tell of it; null when nobody wants to be told. */
export function readHook(fields: Fields, urlName = 'url', methodName = 'method'): Hook | null {
  const url = fields.url(urlName);
  const method = fields.oneOf(methodName, METHODS) ?? 'POST';
  return url === undefined ? null : { url, method };
}
