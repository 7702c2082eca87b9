import { SERIES_PHASES, type Series, type SeriesPhase, type SiteSeries } from '@twotwenty/contracts/series';

/** A number, null where there is a gap, undefined where a line goes on to the next number. */
export type Value = number | null | undefined;

/** Columns over common instants, as the chart wants them. */
export interface ChartData {
  /** Seconds since 1970. */
  readonly x: readonly number[];
  readonly columns: readonly (readonly Value[])[];
}

/** What some sites together saw in one bucket. */
export interface BucketFigures {
  /** The number of the bucket. */
  readonly bucket: number;
  readonly count: number;
  readonly failures: number;
  /** Milliseconds, over all sessions that passed; null where none did. */
  readonly mean: Readonly<Record<SeriesPhase | 'total', number | null>>;
  /** The longest one. */
  readonly maxTotal: number | null;
}

const MEASURES = [...SERIES_PHASES, 'total'] as const;
/** A gap begins just after what is before it. */
const MOMENT_SECONDS = 0.001;

/** Buckets in order, each with what the sites together saw. Every session weighs the same. */
export function figuresOf(sites: readonly SiteSeries[]): BucketFigures[] {
  const places = new Map<number, { readonly site: SiteSeries; readonly place: number }[]>();
  for (const site of sites) {
    site.bucket.forEach((bucket, place) => {
      places.set(bucket, [...(places.get(bucket) ?? []), { site, place }]);
    });
  }
  return [...places].sort(([left], [right]) => left - right).map(([bucket, own]) => figuresIn(bucket, own));
}

type Place = { readonly site: SiteSeries; readonly place: number };

function figuresIn(bucket: number, places: readonly Place[]): BucketFigures {
  const sum = (of: (place: Place) => number) => places.reduce((total, place) => total + of(place), 0);
  const passed = ({ site, place }: Place) => (site.count[place] ?? 0) - (site.failures[place] ?? 0);
  const passedSum = sum(passed);
  const mean = (measure: SeriesPhase | 'total'): number | null => {
    const known = places.some(({ site, place }) => site.mean[measure][place] !== null);
    return known ? sum((each) => (each.site.mean[measure][each.place] ?? 0) * passed(each)) / passedSum : null;
  };
  const longest = places.flatMap(({ site, place }) => site.max.total[place] ?? []);
  return {
    bucket,
    count: sum(({ site, place }) => site.count[place] ?? 0),
    failures: sum(({ site, place }) => site.failures[place] ?? 0),
    mean: Object.fromEntries(MEASURES.map((measure) => [measure, mean(measure)])) as BucketFigures['mean'],
    maxTotal: longest.length === 0 ? null : Math.max(...longest),
  };
}

/** A point of the chart: the beginning or the end of a bucket, or a gap. */
interface Point {
  readonly x: number;
  /** Null: a gap. */
  readonly bucket: number | null;
}

/** Where lines are drawn, and where they break: after silence that is longer than the schedule explains. */
function pointsOf(series: Series, buckets: readonly number[], silenceSeconds: number): Point[] {
  const startSeconds = Date.parse(series.from) / 1000;
  const secondsOf = (bucket: number) => startSeconds + bucket * series.bucketSeconds;
  return buckets.flatMap((bucket, index) => {
    const next = buckets[index + 1];
    const begin = { x: secondsOf(bucket), bucket };
    const end = { x: secondsOf(bucket + 1), bucket };
    if (next === undefined) return [begin, end];
    if ((next - bucket - 1) * series.bucketSeconds <= silenceSeconds) return [begin];
    return [begin, end, { x: end.x + MOMENT_SECONDS, bucket: null }];
  });
}

/**
 * The phases on top of each other: the first column is the lowest, the last one the sum.
 * @param shown phases that are not shown count as nothing
 */
export function stackedData(
  series: Series,
  figures: readonly BucketFigures[],
  shown: readonly SeriesPhase[],
  silenceSeconds: number,
): ChartData {
  const passed = new Map(figures.filter(({ mean }) => mean.total !== null).map((each) => [each.bucket, each]));
  const points = pointsOf(series, [...passed.keys()], silenceSeconds);
  const heights = (upTo: number): Value[] =>
    points.map(({ bucket }) => {
      const found = bucket === null ? undefined : passed.get(bucket);
      return found && shown.slice(0, upTo + 1).reduce((sum, phase) => sum + (found.mean[phase] ?? 0), 0);
    });
  return { x: points.map(({ x }) => x), columns: withGaps(shown.map((_, upTo) => heights(upTo))) };
}

function withGaps(columns: readonly Value[][]): Value[][] {
  return columns.map((column) => column.map((value) => value ?? null));
}

/** The whole time of a session, a column for each site. */
export function siteData(series: Series, sites: readonly SiteSeries[], silenceSeconds: number): ChartData {
  const totals = sites.map(totalsOf);
  const buckets = [...new Set(totals.flatMap((total) => [...total.keys()]))].sort((left, right) => left - right);
  const points = pointsOf(series, buckets, silenceSeconds);
  const mostMissing = silenceSeconds / series.bucketSeconds;
  return { x: points.map(({ x }) => x), columns: totals.map((total) => siteColumn(total, points, mostMissing)) };
}

function totalsOf(site: SiteSeries): Map<number, number> {
  return new Map(
    site.bucket.flatMap((bucket, place) => {
      const total = site.mean.total[place] ?? null;
      return total === null ? [] : [[bucket, total] as const];
    }),
  );
}

/** Where other sites reported and this one did not, its line goes on if it was not silent for too long. */
function siteColumn(total: ReadonlyMap<number, number>, points: readonly Point[], mostMissing: number): Value[] {
  const own = [...total.keys()];
  let next = 0;
  return points.map(({ bucket }) => {
    if (bucket === null) return null;
    const value = total.get(bucket);
    if (value !== undefined) return value;
    while (next < own.length && (own[next] ?? 0) < bucket) next += 1;
    const [before, after] = [own[next - 1], own[next]];
    const isBridged = before !== undefined && after !== undefined && after - before - 1 <= mostMissing;
    return isBridged ? undefined : null;
  });
}

/** All of the time that is shown in a few figures. */
export interface Overall {
  readonly count: number;
  readonly failures: number;
  readonly mean: number | null;
  readonly longest: number | null;
}

export function overallOf(figures: readonly BucketFigures[]): Overall {
  const count = figures.reduce((sum, each) => sum + each.count, 0);
  const failures = figures.reduce((sum, each) => sum + each.failures, 0);
  const weighed = figures.reduce((sum, each) => sum + (each.mean.total ?? 0) * (each.count - each.failures), 0);
  const longest = figures.flatMap(({ maxTotal }) => maxTotal ?? []);
  return {
    count,
    failures,
    mean: count === failures ? null : weighed / (count - failures),
    longest: longest.length === 0 ? null : longest.reduce((most, each) => Math.max(most, each)),
  };
}
