/** A request that the provider refuses: the status and the words of `{"api_id", "error"}`. */
export class ApiFault extends Error {
  constructor(
    readonly status: 400 | 402 | 403 | 404 | 409 | 415,
    message: string,
  ) {
    super(message);
  }
}

/** 404 in the words of the rest of the API. */
export function notFound(what = 'resource'): ApiFault {
  return new ApiFault(404, `${what} not found`);
}
