import os from 'node:os';

/** A bench: runs itself beside its baseline, in one process tree, and returns plain figures. */
interface Bench {
  run(args: readonly string[]): Promise<object>;
}

const BENCHES: Record<string, () => Promise<Bench>> = {
  import: () => import('./import.bench.js'),
  callbacks: () => import('./callbacks.bench.js'),
  inbound: () => import('./inbound.bench.js'),
  plan: () => import('./plan.bench.js'),
  send: () => import('./send.bench.js'),
  backlog: () => import('./backlog.bench.js'),
  limit: () => import('./limit.bench.js'),
  report: () => import('./report.bench.js'),
  throughput: () => import('./throughput.bench.js'),
};

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const load = BENCHES[name];
  if (load === undefined) throw new Error(`No bench "${name}". There are: ${Object.keys(BENCHES).join(', ')}`);
  const result = await (await load()).run(args);
  const machine = { cpus: os.cpus().length, memory_gb: Math.round(os.totalmem() / 2 ** 30), node: process.version };
  process.stdout.write(`${JSON.stringify({ bench: name, machine, ...result }, null, 2)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
