import { type ListQuery } from '../ledger/list-filter';
import { type InboundMessage } from './inbound-message';
import { inboundRecord } from './inbound-record';
import { type InboundStore } from './inbound-store';

/** The messages from people that a query of `GET …/Message/` asks for, latest first. */
export function* matchingInbound(query: ListQuery, store: InboundStore): Generator<InboundMessage> {
  if (query.filters.get('message_direction') === 'outbound') return;
  for (const message of store.latestFirst()) {
    if (message.at >= query.to || message.forged) continue;
    if (message.at < query.from) return;
    if (passes(message, query)) yield message;
  }
}

function passes(message: InboundMessage, query: ListQuery): boolean {
  const record = inboundRecord(message, '', 0);
  for (const [name, value] of query.filters) {
    const is = name === 'subaccount' ? message.authId : record[name];
    if (is === undefined) continue;
    const wanted = name.endsWith('_number') ? value.replace(/^\+/, '').trim() : value;
    if (is !== wanted) return false;
  }
  return true;
}
