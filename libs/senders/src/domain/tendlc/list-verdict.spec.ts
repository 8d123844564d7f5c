import { type KnownLink, listVerdict } from './list-verdict';

const NOW = new Date('2026-05-04T12:00:00Z');
const LONG_AGO = new Date('2026-05-04T11:00:00Z');

const said = (direction: KnownLink['direction'], state: KnownLink['state'], stateAt = LONG_AGO) =>
  ['COMPLETED', 'PROCESSING', 'FAILED', undefined].map((status) =>
    listVerdict({ direction, state, stateAt }, status, NOW),
  );

describe('the provider’s list of a campaign’s numbers', () => {
  it('agrees with a number that is linked, and misses one that was unlinked elsewhere', () => {
    expect(said('link', 'success')).toEqual(['agrees', 'undecided', 'differs', 'missing']);
    expect(said('unlink', 'failed')).toEqual(['agrees', 'undecided', 'differs', 'differs']);
  });

  it('differs from a number that is not linked, where it shows it as linked', () => {
    expect(said('unlink', 'success')).toEqual(['differs', 'agrees', 'agrees', 'agrees']);
    expect(said('link', 'failed')).toEqual(['differs', 'agrees', 'agrees', 'agrees']);
  });

  it('says how a linking ended that no webhook told of', () => {
    expect(said('link', 'created')).toEqual(['differs', 'agrees', 'differs', 'differs']);
    expect(said('unlink', 'created')).toEqual(['undecided', 'agrees', 'differs', 'differs']);
  });

  it('is not held against what happened a moment ago, nor against what is being asked for', () => {
    expect(said('link', 'success', NOW)).toEqual(['agrees', 'undecided', 'undecided', 'undecided']);
    expect(said('unlink', 'success', NOW)[0]).toBe('undecided');
    expect(said('link', 'created', NOW)).toEqual(['undecided', 'agrees', 'undecided', 'undecided']);
    expect(said('link', 'requested')).toEqual(Array(4).fill('undecided'));
  });
});
