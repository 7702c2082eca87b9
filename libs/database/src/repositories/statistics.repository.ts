import type { Availability } from '@twotwenty/contracts/availability';
import type { MonitorInput } from '@twotwenty/contracts/monitor';
import { type SERIES_PHASES, type Series, type SiteSeries } from '@twotwenty/contracts/series';
import { AVAILABILITY_HOURS, measureAvailability, vouchedSeconds } from '@twotwenty/domain/statistics/availability';
import type { Buckets } from '@twotwenty/domain/statistics/buckets';
import { joinClose, type Interval } from '@twotwenty/domain/statistics/intervals';
import { isJudged, standingSpans, type StandingChange } from '@twotwenty/domain/statistics/standings';
import type { Hold } from '@twotwenty/domain/status';
import type { DataSource } from 'typeorm';
import { SELECT_CHANGES, SELECT_SERIES, SELECT_SUBJECT, SELECT_TESTED } from './statistics.sql.js';
import { StorageError } from './storage-error.js';

const HOUR_MS = 3_600_000;

interface Subject {
  readonly monitorKey: number;
  readonly createdAt: Date;
  readonly timing: MonitorInput['timing'];
  readonly now: Date;
}

type Measure = (typeof SERIES_PHASES)[number] | 'total';
type BucketRow = Readonly<Record<`${Measure}${'Mean' | 'Max'}`, number | null>> & {
  readonly site: string;
  readonly bucket: number;
  readonly count: number;
  readonly failures: number;
};

/** The past of one monitor in figures. A constant number of statements, whatever there is to count. */
export class StatisticsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** How available the server of a monitor was until now. @throws StorageError `not-found` */
  async availability(monitorId: string): Promise<Availability> {
    const subject = await this.find(monitorId);
    const toMs = subject.now.getTime();
    const window = { fromMs: toMs - Math.max(...AVAILABILITY_HOURS) * HOUR_MS, toMs };
    const changes = await this.changes(subject, window);
    const tested = await this.tested(subject, window);
    return {
      at: subject.now.toISOString(),
      windows: AVAILABILITY_HOURS.map((hours) => {
        const fromMs = toMs - hours * HOUR_MS;
        const { coveredMs, downtimeMs, ...rest } = measureAvailability({ fromMs, toMs }, changes, tested);
        return {
          hours,
          from: new Date(fromMs).toISOString(),
          ...rest,
          coveredSeconds: coveredMs / 1000,
          downtimeSeconds: downtimeMs / 1000,
        };
      }),
    };
  }

  /** Response times by site, and the outages and holds of the same time. @throws StorageError `not-found` */
  async series(monitorId: string, buckets: Buckets): Promise<Series> {
    const subject = await this.find(monitorId);
    const { bucketSeconds, fromMs, toMs } = buckets;
    const rows = await this.dataSource.query<BucketRow[]>(SELECT_SERIES, [
      subject.monitorKey,
      new Date(fromMs),
      new Date(toMs),
      bucketSeconds,
    ]);
    const until = Math.max(fromMs, Math.min(toMs, subject.now.getTime()));
    const changes = await this.changes(subject, { fromMs, toMs: until });
    return {
      monitorId,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      bucketSeconds,
      sites: bySite(rows),
      ...shades(changes, { fromMs, toMs: until }, bucketSeconds * 1000),
    };
  }

  private async find(monitorId: string): Promise<Subject> {
    const [subject] = await this.dataSource.query<Subject[]>(SELECT_SUBJECT, [monitorId]);
    if (subject === undefined) throw new StorageError('not-found', 'There is no such monitor.');
    return subject;
  }

  private async changes({ monitorKey, createdAt }: Subject, { fromMs, toMs }: Interval): Promise<StandingChange[]> {
    const [row] = await this.dataSource.query<{ changes: StandingChange[] }[]>(SELECT_CHANGES, [
      monitorKey,
      new Date(fromMs),
      new Date(toMs),
    ]);
    return [{ atMs: createdAt.getTime(), standing: 'uninitialized' }, ...(row?.changes ?? [])];
  }

  /** A test shortly before the window vouches for its beginning. */
  private async tested({ monitorKey, timing }: Subject, { fromMs, toMs }: Interval): Promise<Interval[]> {
    const seconds = vouchedSeconds(timing.delaySeconds, timing.maxTestDurationSeconds);
    const [row] = await this.dataSource.query<{ tested: Interval[] }[]>(SELECT_TESTED, [
      monitorKey,
      new Date(fromMs - seconds * 1000),
      new Date(toMs),
      seconds,
    ]);
    return row?.tested ?? [];
  }
}

function bySite(rows: readonly BucketRow[]): SiteSeries[] {
  const groups = new Map<string, BucketRow[]>();
  for (const row of rows) {
    const own = groups.get(row.site);
    if (own === undefined) groups.set(row.site, [row]);
    else own.push(row);
  }
  return [...groups].map(([site, own]) => ({
    site,
    bucket: own.map(({ bucket }) => bucket),
    count: own.map(({ count }) => count),
    failures: own.map(({ failures }) => failures),
    mean: columns(own, 'Mean'),
    max: columns(own, 'Max'),
  }));
}

function columns(rows: readonly BucketRow[], measure: 'Mean' | 'Max'): SiteSeries['mean'] {
  const column = (name: Measure) => rows.map((row) => toMicroseconds(row[`${name}${measure}`]));
  return {
    dns: column('dns'),
    connect: column('connect'),
    tls: column('tls'),
    greeting: column('greeting'),
    ehlo: column('ehlo'),
    quit: column('quit'),
    other: column('other'),
    total: column('total'),
  };
}

/** Milliseconds, no finer than was measured. */
function toMicroseconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 1000) / 1000;
}

/** What lies closer together than a bucket can not be told apart in the picture. */
function shades(
  changes: readonly StandingChange[],
  window: Interval,
  bucketMs: number,
): Pick<Series, 'outages' | 'holds'> {
  const spans = standingSpans(changes, window);
  const outages = spans.filter(({ standing }) => standing === 'out');
  const holds = spans.flatMap(({ standing, ...span }) =>
    isJudged(standing) || standing === 'uninitialized' ? [] : [{ ...span, hold: standing as Hold }],
  );
  return {
    outages: joinClose(outages, bucketMs, () => true).map(toInstants),
    holds: joinClose(holds, bucketMs, (left, right) => left.hold === right.hold).map((span) => ({
      ...toInstants(span),
      hold: span.hold,
    })),
  };
}

function toInstants({ fromMs, toMs }: Interval): { from: string; to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
