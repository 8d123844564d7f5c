import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOLLFREE_STATES, TOLLFREE_TRANSITIONS } from './domain/tollfree/tollfree-state';

const docs = readFileSync(join(__dirname, '../../../docs/state-machines.md'), 'utf8');
const chapter = docs.split(/^## /m).find((text) => text.startsWith('Toll-free verification\n')) ?? '';
const migration = readFileSync(join(__dirname, '../../database/src/migrations/0017-senders.ts'), 'utf8');

describe('Toll-free verification', () => {
  it('is drawn in docs/state-machines.md as it is in code', () => {
    const drawn = [...chapter.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from ?? ''} ${to ?? ''}`);
    const coded = Object.entries(TOLLFREE_TRANSITIONS).flatMap(([from, all]) => all.map((to) => `${from} ${to}`));
    expect(drawn.sort()).toEqual(coded.sort());
  });

  it('allows in the database exactly its states', () => {
    const lists = [...migration.matchAll(/CHECK \(state IN \(([^)]*)\)/g)];
    const checks = lists.map(([, list = '']) => [...list.matchAll(/'(\w+)'/g)].map(([, state]) => state));
    expect(checks).toContainEqual([...TOLLFREE_STATES]);
  });
});
