/**
 * Loaded into workers by `npm run chaos -- --break-fence` (node --require), and nowhere else: every batch is handed to Bull twice, and whoever
 * is told to send one takes it from whoever has it. A run with this must end with "sent twice"; if it does not, the run shows nothing.
 */
import Module from 'node:module';

interface Ticket {
  readonly batchId: string;
  readonly fence: number;
}

interface Postgres {
  readonly database: { query(text: string, parameters: readonly unknown[]): Promise<unknown> };
}

interface Tickets extends Postgres {
  laneOf: (this: Tickets, ticket: Ticket) => Promise<unknown>;
}

interface Claims extends Postgres {
  claim: (this: Claims, ticket: Ticket) => Promise<unknown>;
}

interface Producer {
  send: (this: Producer, tickets: readonly Ticket[]) => Promise<void>;
}

interface Loadable {
  readonly TicketRepository?: { readonly prototype: Tickets };
  readonly ClaimRepository?: { readonly prototype: Claims };
  readonly QueueProducer?: { readonly prototype: Producer };
}

type Load = (request: string, parent: unknown, isMain: boolean) => unknown;

const SECOND_TIME_MS = 300;

const patched = new WeakSet();
const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (request, parent, isMain) => {
  const loaded = load.call(loader, request, parent, isMain);
  if (/(claim|ticket)\.repository|queue-producer/.test(request)) patch(loaded as Loadable);
  return loaded;
};

function patch({ TicketRepository, ClaimRepository, QueueProducer }: Loadable): void {
  if (TicketRepository !== undefined && once(TicketRepository)) {
    const { laneOf } = TicketRepository.prototype;
    TicketRepository.prototype.laneOf = async function stolen(ticket) {
      await steal(this, ticket);
      return laneOf.call(this, ticket);
    };
  }
  if (ClaimRepository !== undefined && once(ClaimRepository)) {
    const { claim } = ClaimRepository.prototype;
    ClaimRepository.prototype.claim = async function stolen(ticket) {
      await steal(this, ticket);
      return claim.call(this, ticket);
    };
  }
  if (QueueProducer !== undefined && once(QueueProducer)) {
    const { send } = QueueProducer.prototype;
    QueueProducer.prototype.send = async function doubled(tickets) {
      await send.call(this, tickets);
      // Not at once: the same ticket twice in one group of claims is one claim.
      setTimeout(() => {
        send.call(this, tickets).catch(() => undefined);
      }, SECOND_TIME_MS);
    };
  }
}

/** As if neither state nor fence were asked for: even a batch that is long accepted, callbacks and all, is taken again. */
async function steal({ database }: Postgres, { batchId, fence }: Ticket): Promise<void> {
  await database.query(
    `UPDATE batches SET state = 'fed', fence = $2, lease_until = now() + interval '30 seconds', finished_at = NULL, settled = 0
     WHERE id = $1 AND state IN ('fed', 'sending', 'accepted')`,
    [batchId, fence],
  );
}

function once(what: object): boolean {
  if (patched.has(what)) return false;
  patched.add(what);
  return true;
}
