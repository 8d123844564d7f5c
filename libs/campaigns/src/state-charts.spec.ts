import { BATCH_TRANSITIONS, isTerminal, MESSAGE_STATES } from '@herald/ledger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAMPAIGN_TRANSITIONS } from './domain/campaign-state';

const chapters = readFileSync(join(__dirname, '../../../docs/state-machines.md'), 'utf8').split(/^## /m);

function chapter(title: string): string {
  const found = chapters.find((text) => text.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`docs/state-machines.md has no chapter "${title}"`);
  return found;
}

/** `from --> to` of a chapter's chart, without those to and from the outside. */
function arrowsOf(title: string): string[] {
  const arrows = [...chapter(title).matchAll(/^ {2}(\w+) --> (\w+)/gm)];
  return arrows.map(([, from, to]) => `${from ?? ''} --> ${to ?? ''}`).sort();
}

function arrowsIn(transitions: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(transitions)
    .flatMap(([from, all]) => all.map((to) => `${from} --> ${to}`))
    .sort();
}

describe('docs/state-machines.md', () => {
  it('draws the campaign’s transitions', () => {
    expect(arrowsOf('Campaign')).toEqual(arrowsIn(CAMPAIGN_TRANSITIONS));
  });

  it('draws the batch’s transitions', () => {
    expect(arrowsOf('Batch')).toEqual(arrowsIn(BATCH_TRANSITIONS));
  });

  it.each<[string, Readonly<Record<string, readonly string[]>>]>([
    ['Campaign', CAMPAIGN_TRANSITIONS],
    ['Batch', BATCH_TRANSITIONS],
  ])('ends the %s’s chart in the states without a way out', (title, transitions) => {
    const ends = [...chapter(title).matchAll(/^ {2}(\w+) --> \[\*\]/gm)].map(([, state]) => state);
    const final = Object.entries(transitions).filter(([, all]) => all.length === 0);
    expect(ends.sort()).toEqual(final.map(([state]) => state).sort());
  });

  it('draws the order of the message’s ranks, whose steps make up all its transitions', () => {
    const steps = arrowsOf('Message');
    const reachable = (from: string): string[] => {
      const next = steps.filter((step) => step.startsWith(`${from} --> `)).map((step) => step.split(' --> ')[1] ?? '');
      return next.flatMap((state) => [state, ...reachable(state)]);
    };
    for (const state of MESSAGE_STATES) {
      expect(reachable(state)).toEqual(MESSAGE_STATES.slice(MESSAGE_STATES.indexOf(state) + 1));
    }
  });

  it('names the message’s final states', () => {
    const named = (/^Final, [^:]*: ([^.]*)\./m.exec(chapter('Message'))?.[1] ?? '').match(/\w+/g);
    expect(named).toEqual(MESSAGE_STATES.filter(isTerminal));
  });
});
