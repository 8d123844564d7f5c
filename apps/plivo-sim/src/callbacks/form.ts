const PLAIN = /^[\w.*-]*$/;

/** `application/x-www-form-urlencoded`. Quicker than URLSearchParams, since nearly all values need no escaping. */
export function formEncode(params: Readonly<Record<string, string>>): string {
  let form = '';
  for (const [key, value] of Object.entries(params)) {
    const escaped = PLAIN.test(value) ? value : encodeURIComponent(value).replaceAll('%20', '+');
    form += form === '' ? `${key}=${escaped}` : `&${key}=${escaped}`;
  }
  return form;
}
