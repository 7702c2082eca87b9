import { describe, expect, it } from 'vitest';
import { act, event, madeUp, MONITOR, result, resultsOf } from './made-up.fixture.js';
import { checkTests } from './tests.js';

describe('checkTests', () => {
  it('finds nothing in tests that all have their verdict', () => {
    expect(checkTests(madeUp({ results: resultsOf('ppf') }))).toEqual([]);
  });

  it('finds a second result of a site', () => {
    const results = [result(1), result(1, { atMs: 1500 })];
    expect(checkTests(madeUp({ results }))).toEqual([
      { check: 'one verdict', address: MONITOR.address, atMs: 1500, what: 'test 1 has 2 results of default' },
    ]);
  });

  it('lets each of two sites have its say, and no third one', () => {
    const monitors = [{ ...MONITOR, sites: ['default', 'far'], lastTest: 1 }];
    const results = [result(1), result(1, { site: 'far' })];
    expect(checkTests(madeUp({ monitors, results }))).toEqual([]);
    const third = [...results, result(1, { site: 'elsewhere' })];
    expect(checkTests(madeUp({ monitors, results: third }))).toMatchObject([{ check: 'one verdict' }]);
  });

  it('finds a test that is unknown and was reported', () => {
    const history = madeUp({ results: [result(1)], events: [event(1, 'test-unknown')], acts: [act(0, 900)] });
    expect(checkTests(history)).toMatchObject([{ what: 'test 1 is unknown although all sites reported' }]);
  });

  it('takes what a site in trouble saw for no report', () => {
    const results = [result(1, { passed: false, suspect: true })];
    expect(checkTests(madeUp({ results, events: [event(1, 'test-unknown')], acts: [act(0, 900)] }))).toEqual([]);
  });

  it('lets a site find out some seconds later that its line is back', () => {
    const history = (suspect: boolean) =>
      madeUp({
        results: [result(1), ...(suspect ? [result(2, { passed: false, suspect })] : [])],
        events: [event(2, 'test-unknown')],
        acts: [act(0, 900)],
      });
    expect(checkTests(history(true))).toEqual([]);
    expect(checkTests(history(false))).toMatchObject([{ check: 'no gaps' }]);
  });

  it('lets a report come after the end of its test', () => {
    const late = madeUp({
      results: [result(1, { atMs: 1001 })],
      events: [event(1, 'test-unknown')],
      acts: [act(0, 900)],
    });
    expect(checkTests(late)).toEqual([]);
  });

  it('finds a number that nothing is known of', () => {
    expect(checkTests(madeUp({ results: resultsOf('p-p') }))).toMatchObject([
      { check: 'no gaps', atMs: 1000, what: 'nothing is known of test 2' },
    ]);
  });

  it('wants an act in the time of a test that was lost', () => {
    const events = [event(2, 'test-unknown')];
    const results = resultsOf('p-p');
    expect(checkTests(madeUp({ results, events, acts: [act(1200, 1300)] }))).toEqual([]);
    expect(checkTests(madeUp({ results, events, acts: [act(100, 900), act(2100, 2500)] }))).toMatchObject([
      { check: 'no gaps', atMs: 2000, what: 'test 2 was lost, and no act explains it' },
    ]);
  });
});
