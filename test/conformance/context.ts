import { type OperationId } from '@herald/provider';

import { type Simulator } from '../../apps/plivo-sim/src/simulator';
import { plivoClients, type PlivoClients } from '../support/plivo-clients';
import { waitFor } from '../support/wait-for';
import { checkOperation, type OperationPlan, type OperationResult } from './operation-check';
import { officialSdk, type Sdk } from './sdk';
import { startTap, type Tap } from './tap';

const PATIENCE_MS = 10_000;

/** The account's numbers that the run uses. */
export const NUMBERS = {
  longCodes: ['14155550100', '14155550101', '14155550102', '14155550103'],
  /** For the webhooks of links: each is linked once. */
  toLink: ['14155550110', '14155550111', '14155550112', '14155550113'],
  toUnlink: ['14155550120', '14155550121', '14155550122', '14155550123'],
  tollfree: ['18005550100', '18885550101', '18775550102', '18665550103'],
  shortCode: '55555',
  recipient: '14155550199',
} as const;

/** Everything a check drives. Each client goes through the tap. */
export interface Context {
  readonly simulator: Simulator;
  readonly sdk: Sdk;
  readonly herald: PlivoClients;
  /** Herald's client with the paths' other spelling. */
  readonly other: PlivoClients;
  readonly results: readonly OperationResult[];
  readonly check: (id: OperationId, plan: OperationPlan) => Promise<void>;
  /** To `…/_sim/…`, past the tap. */
  readonly control: (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;
  /** Waits until it is so. */
  readonly settled: (what: string, isSo: () => Promise<boolean>) => Promise<void>;
  close(): Promise<void>;
}

export async function startContext(simulator: Simulator): Promise<Context> {
  const tap: Tap = await startTap(simulator.url);
  const { authId, authToken } = simulator;
  const account = { authId, authToken, baseUrl: tap.url, responseTimeoutMs: 5_000 };
  const herald = plivoClients(account);
  const other = plivoClients({ ...account, spelling: 'other' });
  const results: OperationResult[] = [];
  return {
    simulator,
    sdk: officialSdk(authId, authToken, tap.url),
    herald,
    other,
    results,
    check: async (id, plan) => {
      results.push(await checkOperation(id, plan, tap));
    },
    control: async (method, path, body) => {
      const sent =
        body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await fetch(`${simulator.url}/_sim/${path}`, { method, ...sent });
      const text = await response.text();
      if (!response.ok) throw new Error(`/_sim/${path} answered ${response.status}: ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
    settled: async (what, isSo) => {
      await waitFor(what, isSo, PATIENCE_MS);
    },
    close: async () => {
      await Promise.all([herald.close(), other.close()]);
      tap.close();
    },
  };
}

/** A look-up's result where it must be there. */
export function there<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`${what} is not there`);
  return found;
}
