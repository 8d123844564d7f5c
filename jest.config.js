/** Three projects: pure units beside the source; integration against real services; e2e on the built processes. */
const base = {
  testEnvironment: 'node',
  // content-disposition (of @fastify/static) is an ES module: Node 20.19+ can require it, jest's own loader cannot.
  transform: { '^.+\\.(ts|js)$': ['@swc/jest', { swcrc: true }] },
  transformIgnorePatterns: ['/node_modules/(?!content-disposition/)'],
  moduleNameMapper: {
    '^@herald/config$': '<rootDir>/config/index.ts',
    '^@herald/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
};
const onServices = {
  ...base,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

module.exports = {
  testTimeout: 60_000,
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,config,test/chaos}/**/*.spec.ts'] },
    { ...onServices, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.int-spec.ts'] },
    { ...onServices, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'] },
  ],
};
