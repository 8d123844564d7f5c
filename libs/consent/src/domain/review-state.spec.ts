import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DECISIONS, REVIEW_TRANSITIONS } from './review-state';

describe('the chart of a review in docs/state-machines.md', () => {
  it('draws the transitions', () => {
    const chapters = readFileSync(join(__dirname, '../../../../docs/state-machines.md'), 'utf8').split(/^## /m);
    const chart = chapters.find((text) => text.startsWith('Review\n')) ?? '';
    const arrows = [...chart.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(([, from = '', to = '']) => `${from} ${to}`);
    const transitions = Object.entries(REVIEW_TRANSITIONS).flatMap(([from, all]) => all.map((to) => `${from} ${to}`));
    expect(arrows.sort()).toEqual(transitions.sort());
  });

  it('lets a person decide but what only the sender of the reply can', () => {
    expect(REVIEW_TRANSITIONS.open.filter((state) => state !== 'superseded')).toEqual([...DECISIONS]);
  });
});
