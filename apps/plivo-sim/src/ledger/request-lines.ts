import { type AcceptedRequest, type Ledger } from './ledger';

const LINES_AT_ONCE = 500;

/** What was asked for, a line of JSON for every accepted POST, in the order of arrival. */
export function* requestLines(ledger: Ledger, includes: (request: AcceptedRequest) => boolean): Generator<string> {
  let lines = '';
  for (let index = 0; index < ledger.requestCount; index += 1) {
    const request = ledger.requestAt(index);
    if (includes(request)) lines += `${JSON.stringify(requestLine(ledger, index, request))}\n`;
    if (index % LINES_AT_ONCE !== LINES_AT_ONCE - 1 || lines === '') continue;
    yield lines;
    lines = '';
  }
  if (lines !== '') yield lines;
}

function requestLine(ledger: Ledger, index: number, request: AcceptedRequest): Record<string, unknown> {
  const [first, end] = ledger.rowsOf(index);
  return {
    at: new Date(request.at).toISOString(),
    auth_id: request.authId,
    type: request.type,
    from: ledger.fromOf(first),
    powerpack_uuid: request.powerpack,
    destinations: end - first,
    text: request.text,
    units: request.units,
    media_urls: request.mediaUrls,
    ...request.content,
    in_reply_to: request.inReplyTo,
    url: request.url,
    method: request.method,
    log: request.log,
    trackable: request.trackable,
    message_expiry: request.expiryS,
  };
}
