/**
 * Loaded into workers by `npm run chaos -- --break-fence` (node --require), and nowhere else: every batch is handed to Bull twice, and a
 * claim takes a batch from whoever holds it. A run with this must end with "sent twice"; if it does not, the run shows nothing.
 */
import Module from 'node:module';

interface Ticket {
  readonly batchId: string;
  readonly fence: number;
}

interface Claims {
  readonly database: { query(text: string, parameters: readonly unknown[]): Promise<unknown> };
  claim: (this: Claims, ticket: Ticket) => Promise<unknown>;
}

interface Producer {
  send: (this: Producer, tickets: readonly Ticket[]) => Promise<void>;
}

interface Loadable {
  readonly ClaimRepository?: { readonly prototype: Claims };
  readonly QueueProducer?: { readonly prototype: Producer };
}

type Load = (request: string, parent: unknown, isMain: boolean) => unknown;

const patched = new WeakSet();
const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (request, parent, isMain) => {
  const loaded = load.call(loader, request, parent, isMain);
  if (/claim\.repository|queue-producer/.test(request)) patch(loaded as Loadable);
  return loaded;
};

function patch({ ClaimRepository, QueueProducer }: Loadable): void {
  if (ClaimRepository !== undefined && once(ClaimRepository)) {
    const { claim } = ClaimRepository.prototype;
    ClaimRepository.prototype.claim = async function stolen(ticket) {
      // As if neither state nor fence were asked for.
      await this.database.query(
        `UPDATE batches SET state = 'fed', fence = $2 WHERE id = $1 AND state IN ('fed', 'sending')`,
        [ticket.batchId, ticket.fence],
      );
      return claim.call(this, ticket);
    };
  }
  if (QueueProducer !== undefined && once(QueueProducer)) {
    const { send } = QueueProducer.prototype;
    QueueProducer.prototype.send = async function doubled(tickets) {
      await send.call(this, tickets);
      await send.call(this, tickets);
    };
  }
}

function once(what: object): boolean {
  if (patched.has(what)) return false;
  patched.add(what);
  return true;
}
