import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LINK_STATES, LINK_TRANSITIONS } from './domain/tendlc/link-state';
import { PROFILE_STATES, PROFILE_TRANSITIONS, REVIEW_STATES, REVIEW_TRANSITIONS } from './domain/tendlc/step-state';

type Chart = Readonly<Record<string, readonly string[]>>;

const CHARTS: readonly [string, readonly string[], Chart][] = [
  ['Profile', PROFILE_STATES, PROFILE_TRANSITIONS],
  ['Brand and 10DLC campaign', REVIEW_STATES, REVIEW_TRANSITIONS],
  ['Number link', LINK_STATES, LINK_TRANSITIONS],
];
const chapters = readFileSync(join(__dirname, '../../../docs/state-machines.md'), 'utf8').split(/^## /m);
const migration = readFileSync(join(__dirname, '../../database/src/migrations/0016-registrations.ts'), 'utf8');

describe.each(CHARTS)('%s', (title, states, transitions) => {
  const chapter = chapters.find((text) => text.startsWith(`${title}\n`)) ?? '';

  it('is drawn in docs/state-machines.md as it is in code', () => {
    const drawn = [...chapter.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from ?? ''} ${to ?? ''}`);
    const coded = Object.entries(transitions).flatMap(([from, all]) => all.map((to) => `${from} ${to}`));
    expect(drawn.sort()).toEqual(coded.sort());
  });

  it('reaches every state from its first', () => {
    const reached = new Set(states.slice(0, 1));
    for (const from of reached) for (const to of transitions[from] ?? []) reached.add(to);
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('allows in the database exactly its states', () => {
    const lists = [...migration.matchAll(/state\s+text NOT NULL CHECK \(state IN \(([^)]*)\)/g)];
    const checks = lists.map(([, list = '']) => [...list.matchAll(/'(\w+)'/g)].map(([, state]) => state));
    expect(checks).toContainEqual([...states]);
  });
});
