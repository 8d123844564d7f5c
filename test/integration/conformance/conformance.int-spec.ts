import { runConformance } from '../../conformance/run-conformance';

/** Some hundred requests, and registrations that take their time: seconds, unless the machine is busy. */
const TIMEOUT_MS = 180_000;

describe('the conformance run', () => {
  it(
    'passes every operation and every kind of webhook',
    async () => {
      const report = await runConformance();
      const failed = [...report.operations, ...report.webhooks].filter(({ problems }) => problems.length > 0);
      expect(failed).toEqual([]);
      expect(report.broken).toEqual([]);
      expect(report).toMatchObject({ operationsPassed: 48, operationsDue: 48, kindsPassed: 7, kindsDue: 7 });
    },
    TIMEOUT_MS,
  );
});
