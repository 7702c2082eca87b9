import type { Monitor } from '@twotwenty/contracts/monitor';
import { silenceSeconds } from '@twotwenty/contracts/past-tests';
import { SERIES_PHASES, type Series, type SeriesPhase, type SiteSeries } from '@twotwenty/contracts/series';
import { useMemo, useState } from 'react';
import { formatMs } from '../format-ms.js';
import { figuresOf, overallOf, siteData, stackedData, type BucketFigures, type ChartData } from './chart-data.js';
import classes from './Chart.module.css';
import { bucketTime, PHASE_WORDS } from './chart-words.js';
import { Figures } from './Figures.js';
import { Legend, type LegendEntry } from './Legend.js';
import { Plot, type Line } from './Plot.js';
import type { ChartView } from './RangeBar.js';
import type { Span } from './ranges.js';

/** Sites are told apart by their strokes too. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [12, 4, 2, 4]];

interface ChartProps {
  readonly monitor: Monitor;
  readonly series: Series;
  readonly view: ChartView;
  /** Another stretch of time was asked for and has not come yet. */
  readonly isOld: boolean;
  readonly onSpan: (span: Span) => void;
}

/** The chart with its legend: what is hidden in the legend is left out everywhere. */
export function Chart({ monitor, series, view, isOld, onSpan }: ChartProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<number | null>(null);
  const sites = useMemo(() => series.sites.filter(({ site }) => !hidden.has(siteKey(site))), [series, hidden]);
  const figures = useMemo(() => figuresOf(sites), [sites]);
  const silence = silenceSeconds(monitor);
  const phases = useMemo(() => phasesOf(figures), [figures]);
  const shownPhases = useMemo(() => phases.filter((phase) => !hidden.has(phase)), [phases, hidden]);
  const data = useMemo(
    () =>
      view === 'phases'
        ? upsideDown(stackedData(series, figures, shownPhases, silence))
        : siteData(series, sites, silence),
    [view, series, figures, shownPhases, sites, silence],
  );
  const failed = useMemo(() => figures.filter(({ failures }) => failures > 0).map(({ bucket }) => bucket), [figures]);
  const pointed = pointedAt(series, figures, data, cursor);
  const summary = overallSentence(figures);
  const lines = view === 'phases' ? phaseLines(shownPhases) : siteLines(series, sites);
  return (
    <div data-old={isOld || undefined} className={classes.chart}>
      <Plot
        series={series}
        data={data}
        failed={failed}
        lines={lines}
        label={`Response time. ${summary}. The figures can be shown as a table below.`}
        onCursor={setCursor}
        onSelect={(from, to) => {
          onSpan({ fromMs: from * 1000, toMs: to * 1000 });
        }}
      />
      <p className={classes.pointed}>{pointed === undefined ? summary : pointedSentence(series, pointed)}</p>
      <Legend
        phases={view === 'phases' ? phases.map((phase) => phaseEntry(phase, pointed)) : []}
        sites={series.sites.length > 1 || view === 'sites' ? siteEntries(series, view) : []}
        hidden={hidden}
        hasOutages={series.outages.length > 0}
        hasHolds={series.holds.length > 0}
        hasFailures={failed.length > 0}
        onToggle={(key) => {
          setHidden(toggled(hidden, key));
        }}
      />
      <Figures series={series} figures={figures} phases={phases} />
    </div>
  );
}

const siteKey = (site: string) => `site ${site}`;

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Phases that there are any times of, the first one first. */
function phasesOf(figures: readonly BucketFigures[]): SeriesPhase[] {
  return SERIES_PHASES.filter((phase) => figures.some(({ mean }) => mean[phase] !== null));
}

/** The highest is drawn first, so that the others lie over it. */
function upsideDown({ x, columns }: ChartData): ChartData {
  return { x, columns: columns.toReversed() };
}

function phaseLines(phases: readonly SeriesPhase[]): Line[] {
  return phases
    .map((phase) => ({
      label: PHASE_WORDS[phase].word,
      colourNumber: SERIES_PHASES.indexOf(phase),
      dash: [],
      isFilled: true,
    }))
    .toReversed();
}

function siteLines({ sites: all }: Series, shown: readonly SiteSeries[]): Line[] {
  return shown.map((site) => {
    const place = all.indexOf(site);
    return {
      label: site.site,
      colourNumber: place % SERIES_PHASES.length,
      dash: DASHES[place % DASHES.length] ?? [],
      isFilled: false,
    };
  });
}

function phaseEntry(phase: SeriesPhase, pointed: BucketFigures | undefined): LegendEntry {
  const { word, meaning } = PHASE_WORDS[phase];
  const ms = pointed?.mean[phase] ?? null;
  return {
    key: phase,
    word,
    meaning,
    colourNumber: SERIES_PHASES.indexOf(phase),
    value: ms === null ? null : formatMs(ms),
  };
}

function siteEntries({ sites }: Series, view: ChartView): LegendEntry[] {
  return sites.map(({ site }, place) => ({
    key: siteKey(site),
    word: site,
    meaning: `what the site ${site} saw`,
    colourNumber: view === 'sites' ? place % SERIES_PHASES.length : null,
    value: null,
  }));
}

/** The bucket under the pointer. */
function pointedAt(
  series: Series,
  figures: readonly BucketFigures[],
  { x }: ChartData,
  cursor: number | null,
): BucketFigures | undefined {
  const seconds = cursor === null ? undefined : x[cursor];
  if (seconds === undefined) return undefined;
  const bucket = Math.floor((seconds - Date.parse(series.from) / 1000) / series.bucketSeconds);
  return figures.find((each) => each.bucket === bucket) ?? figures.find((each) => each.bucket === bucket - 1);
}

function pointedSentence(series: Series, { bucket, count, failures, mean, maxTotal }: BucketFigures): string {
  const at = bucketTime(Date.parse(series.from) + bucket * series.bucketSeconds * 1000, series.bucketSeconds);
  const times =
    mean.total === null ? [] : [`mean ${formatMs(mean.total)}`, `longest ${formatMs(maxTotal ?? mean.total)}`];
  return [at, ...times, sessionsWords(count, failures)].join(' · ');
}

function overallSentence(figures: readonly BucketFigures[]): string {
  const { count, failures, mean, longest } = overallOf(figures);
  if (count === 0) return 'No results in this time';
  const times = mean === null ? ['nothing passed'] : [`Mean ${formatMs(mean)}`, `longest ${formatMs(longest ?? mean)}`];
  return [...times, sessionsWords(count, failures)].join(' · ');
}

const countFormat = new Intl.NumberFormat();

function sessionsWords(count: number, failures: number): string {
  const sessions = count === 1 ? '1 session' : `${countFormat.format(count)} sessions`;
  return failures === 0 ? sessions : `${countFormat.format(failures)} of ${sessions} failed`;
}
