import { join } from 'node:path';

import { type Stack } from './stack';

interface SummaryContext {
  readonly dataDir: string;
  readonly logLevel: string;
  readonly workers: number;
  readonly dashboardUser: string;
  readonly publicUrl: string | undefined;
  readonly keyWorks: boolean;
}

/** What `npm start` prints once everything is up. */
export function summary(stack: Stack, context: SummaryContext): string {
  const { addresses, modes } = stack;
  const { dataDir } = context;
  const rows: [string, string][] = [
    ['API', `${addresses.api}/v1`],
    ['API docs', `${addresses.api}/docs`],
    ['Job dashboard', `${addresses.api}/dashboard  (user ${context.dashboardUser})`],
    ['Ingress', `${addresses.ingress}  (the only part meant for the internet)`],
    ['Provider', addresses.simulator === undefined ? 'PLIVO, THE REAL ONE' : `simulated at ${addresses.simulator}`],
    ['Workers', String(context.workers)],
    ['Postgres', modes.postgres === 'embedded' ? `embedded in ${join(dataDir, 'postgres')}` : 'yours (DATABASE_URL)'],
    ['Redis', modes.redis === 'embedded' ? `embedded in ${join(dataDir, 'redis')}` : 'yours (REDIS_URL)'],
    ['Data folder', `${dataDir}  (wipe with: npm run herald -- wipe)`],
    ['Log level', `${context.logLevel}  (files in ${join(dataDir, 'logs')}; here warnings only, or --verbose)`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = ['', 'Herald is up.', '', ...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`), ''];
  if (addresses.simulator === undefined) lines.push(...realProviderWarning(context.publicUrl ?? ''));
  lines.push(...secretsNote(stack, context), '', 'Ctrl-C stops everything.', '');
  return lines.join('\n');
}

function realProviderWarning(publicUrl: string): string[] {
  const text = [
    'THIS IS THE REAL PROVIDER: every message reaches a person and costs money.',
    `Callbacks are expected at ${publicUrl}, which must lead to ingress.`,
    'Unset PLIVO_AUTH_ID, PLIVO_AUTH_TOKEN and PUBLIC_URL for the simulated one.',
  ];
  const width = Math.max(...text.map((line) => line.length));
  const bar = '!'.repeat(width + 6);
  return [bar, ...text.map((line) => `!! ${line.padEnd(width)} !!`), bar, ''];
}

function secretsNote(stack: Stack, { dataDir, dashboardUser, keyWorks }: SummaryContext): string[] {
  const file = join(dataDir, 'secrets.json');
  if (!keyWorks) {
    return [
      '  This database has API keys of its own, and the one in this data folder is not among them: use one of those.',
      `  The dashboard's login is ${dashboardUser}, its password in ${file} (unless DASHBOARD_PASSWORD is set).`,
    ];
  }
  if (!stack.firstStart) return [`  The API key and the dashboard's password are in ${file}.`];
  return [
    '  Made up on this first start, and shown only now:',
    `    API key             ${stack.apiKey}`,
    `    Dashboard login     ${dashboardUser} / ${stack.dashboardPassword}`,
    `  They are kept in ${file}, which only you can read. Try:`,
    `    curl -H 'Authorization: Bearer ${stack.apiKey}' ${stack.addresses.api}/v1/campaigns`,
  ];
}
