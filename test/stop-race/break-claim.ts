/**
 * Loaded into workers by `npm run stop-race -- --break-claim` (node --require), and nowhere else: whoever asks within a transaction
 * who is suppressed is told nobody. A run with this must end with somebody sent to after their STOP; if it does not, the run
 * shows nothing.
 */
import Module from 'node:module';

interface Sql {
  readonly query: (text: string, parameters?: readonly unknown[]) => Promise<{ rows: unknown[]; count: number }>;
}

interface Postgres {
  transaction: <T>(this: Postgres, work: (sql: Sql) => Promise<T>) => Promise<T>;
}

interface Loadable {
  readonly Database?: { readonly prototype: Postgres };
}

type Load = (request: string, parent: unknown, isMain: boolean) => unknown;

const NOBODY = { rows: [], count: 0 };
// The claim's own question; planning asks another, with INSERT.
const WHO_IS_SUPPRESSED = /^\s*SELECT\b[^]*\bsuppressions\b/;

const patched = new WeakSet();
const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (request, parent, isMain) => {
  const loaded = load.call(loader, request, parent, isMain);
  const { Database } = loaded as Loadable;
  if (request.endsWith('database') && Database !== undefined && !patched.has(Database)) {
    patched.add(Database);
    const { transaction } = Database.prototype;
    Database.prototype.transaction = function deaf(work) {
      return transaction.call(this, (sql) => {
        const query: Sql['query'] = (text, parameters) =>
          WHO_IS_SUPPRESSED.test(text) ? Promise.resolve(NOBODY) : sql.query(text, parameters);
        return work({ ...sql, query });
      }) as ReturnType<typeof work>;
    };
  }
  return loaded;
};
