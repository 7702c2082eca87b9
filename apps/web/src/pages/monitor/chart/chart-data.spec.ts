import { SERIES_PHASES, type Series, type SiteSeries } from '@twotwenty/contracts/series';
import { describe, expect, it } from 'vitest';
import { figuresOf, overallOf, siteData, stackedData } from './chart-data.js';

const START = Date.parse('2026-03-02T05:00:00.000Z') / 1000;

/** A site that reported in some buckets: how many sessions, how many failed, and what the greeting took on average. */
function site(name: string, rows: readonly (readonly [bucket: number, count: number, failures: number, ms: number])[]) {
  const column = (of: (ms: number) => number | null) =>
    rows.map(([, count, failures, ms]) => (count === failures ? null : of(ms)));
  const phases = Object.fromEntries(SERIES_PHASES.map((phase) => [phase, column(() => null)]));
  const columns = { ...phases, greeting: column((ms) => ms), other: column(() => 1), total: column((ms) => ms + 1) };
  return {
    site: name,
    bucket: rows.map(([bucket]) => bucket),
    count: rows.map(([, count]) => count),
    failures: rows.map(([, , failures]) => failures),
    mean: columns,
    max: columns,
  } as unknown as SiteSeries;
}

function seriesOf(...sites: SiteSeries[]): Series {
  return {
    monitorId: '00000000-0000-4000-8000-000000000001',
    from: new Date(START * 1000).toISOString(),
    to: new Date(START * 1000 + 600_000).toISOString(),
    bucketSeconds: 60,
    sites,
    outages: [],
    holds: [],
  };
}

/** Seconds from the start. */
const secondsOf = (x: readonly number[]) => x.map((second) => Math.round((second - START) * 1000) / 1000);

describe('figuresOf', () => {
  it('lets every session weigh the same', () => {
    const figures = figuresOf([
      site('berlin', [[0, 3, 0, 9]]),
      site('rome', [
        [0, 2, 1, 29],
        [1, 1, 1, 0],
      ]),
    ]);
    expect(figures).toMatchObject([
      { bucket: 0, count: 5, failures: 1, mean: { dns: null, greeting: 14, other: 1, total: 15 }, maxTotal: 30 },
      { bucket: 1, count: 1, failures: 1, mean: { greeting: null, total: null }, maxTotal: null },
    ]);
    expect(overallOf(figures)).toEqual({ count: 6, failures: 2, mean: 15, longest: 30 });
    expect(overallOf([])).toEqual({ count: 0, failures: 0, mean: null, longest: null });
  });
});

describe('stackedData', () => {
  const series = seriesOf(
    site('rome', [
      [0, 1, 0, 9],
      [2, 1, 0, 19],
      [3, 1, 1, 0],
      [7, 1, 0, 29],
    ]),
  );
  const figures = figuresOf(series.sites);

  it('adds phases up, bridges what the schedule explains, and breaks where it was silent', () => {
    const { x, columns } = stackedData(series, figures, ['greeting', 'other'], 120);
    expect(secondsOf(x)).toEqual([0, 120, 180, 180.001, 420, 480]);
    expect(columns).toEqual([
      [9, 19, 19, null, 29, 29],
      [10, 20, 20, null, 30, 30],
    ]);
  });

  it('leaves out what is not shown', () => {
    expect(stackedData(series, figures, ['other'], 600).columns).toEqual([[1, 1, 1, 1]]);
    expect(stackedData(series, [], ['other'], 600)).toEqual({ x: [], columns: [[]] });
  });
});

describe('siteData', () => {
  it('has a line for each site, which breaks where that site was silent', () => {
    const berlin = site('berlin', [
      [0, 1, 0, 1],
      [1, 1, 0, 2],
      [2, 1, 0, 3],
      [3, 1, 0, 4],
      [4, 1, 0, 5],
    ]);
    const rome = site('rome', [
      [0, 1, 0, 9],
      [2, 1, 0, 9],
    ]);
    const { x, columns } = siteData(seriesOf(berlin, rome), [berlin, rome], 60);
    expect(secondsOf(x)).toEqual([0, 60, 120, 180, 240, 300]);
    expect(columns).toEqual([
      [2, 3, 4, 5, 6, 6],
      [10, undefined, 10, null, null, null],
    ]);
  });
});
