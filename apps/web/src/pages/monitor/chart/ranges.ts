import type { SeriesRange } from '../../../api/monitor-history.js';

/** The ranges that are offered, as they stand in the address. */
export const RANGES = ['1h', '24h', '7d', '30d', '90d'] as const;
export type Range = (typeof RANGES)[number];

const HOUR_SECONDS = 3600;
const SECONDS: Readonly<Record<Range, number>> = {
  '1h': HOUR_SECONDS,
  '24h': 24 * HOUR_SECONDS,
  '7d': 7 * 24 * HOUR_SECONDS,
  '30d': 30 * 24 * HOUR_SECONDS,
  '90d': 90 * 24 * HOUR_SECONDS,
};
export const RANGE_WORDS: Readonly<Record<Range, string>> = {
  '1h': '1 hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
};

/** What is shown where the address asks for nothing. */
export const DEFAULT_RANGE: Range = '24h';
const MIN_SPAN_MS = 60_000;
const MAX_SPAN_MS = 366 * 86_400_000;

/** What the address says of the time: a range up to now, or two instants. */
export interface RangeSearch {
  readonly range?: Range | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A stretch of time, milliseconds since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Of what time the chart is. Instants that make no sense are passed over: an old link shows the usual range. */
export function rangeOf({ range, from, to }: RangeSearch): SeriesRange {
  const fromMs = Date.parse(from ?? '');
  const toMs = Date.parse(to ?? '');
  const spanMs = toMs - fromMs;
  if (from !== undefined && to !== undefined && spanMs > 0 && spanMs <= MAX_SPAN_MS) return { from, to };
  return { lastSeconds: SECONDS[range ?? DEFAULT_RANGE] };
}

/** The time that is shown. */
export function spanOf(range: SeriesRange, nowMs: number): Span {
  if ('from' in range) return { fromMs: Date.parse(range.from), toMs: Date.parse(range.to) };
  return { fromMs: nowMs - range.lastSeconds * 1000, toMs: nowMs };
}

/** What the address is to say of a stretch of time, which is kept to whole seconds, one minute to a year, and the past. */
export function searchOf({ fromMs, toMs }: Span, nowMs: number): { readonly from: string; readonly to: string } {
  const spanMs = Math.min(MAX_SPAN_MS, Math.max(MIN_SPAN_MS, toMs - fromMs));
  const middleMs = (fromMs + toMs) / 2;
  const endMs = Math.min(middleMs + spanMs / 2, nowMs);
  return { from: toSecond(endMs - spanMs), to: toSecond(endMs) };
}

/** A stretch of time that is longer or shorter around the same middle. @param factor above 1 for a longer one */
export function zoomed({ fromMs, toMs }: Span, factor: number): Span {
  const middleMs = (fromMs + toMs) / 2;
  const halfMs = ((toMs - fromMs) * factor) / 2;
  return { fromMs: middleMs - halfMs, toMs: middleMs + halfMs };
}

/** The time before or after. @param by in lengths of the stretch itself, negative for earlier */
export function moved({ fromMs, toMs }: Span, by: number): Span {
  const shiftMs = (toMs - fromMs) * by;
  return { fromMs: fromMs + shiftMs, toMs: toMs + shiftMs };
}

function toSecond(ms: number): string {
  return new Date(Math.round(ms / 1000) * 1000).toISOString();
}
