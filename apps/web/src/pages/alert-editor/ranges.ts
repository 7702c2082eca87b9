import { alertRangeSchema } from '@twotwenty/contracts/alert';
import type { ActionDraft } from './alert-draft.js';

/** Numbers of alerts, both ends included; `to` null: without end. */
export interface Span {
  readonly from: number;
  readonly to: number | null;
}

/** What a range says, in order; null for one that the API would refuse. */
export function spansOf(range: string): readonly Span[] | null {
  const read = alertRangeSchema.safeParse(range);
  if (!read.success) return null;
  return read.data.split(',').map((part) => {
    const [from = '', to] = part.split('-');
    return { from: Number(from), to: to === undefined ? Number(from) : to === '' ? null : Number(to) };
  });
}

/** A range as two numbers are typed, the second one empty for "to the last". */
export interface FromTo {
  readonly from: string;
  readonly to: string;
}

/** The two numbers of a range; null for one of several spans, or that can not be read. */
export function fromToOf(range: string): FromTo | null {
  const typed = /^\s*(\d*)\s*-\s*(\d*)\s*$/.exec(range);
  if (typed !== null) return { from: typed[1] ?? '', to: typed[2] ?? '' };
  return /^\s*\d+\s*$/.test(range) ? { from: range.trim(), to: range.trim() } : null;
}

/** `2` and `4` are `2-4`; without a second one `2-`. */
export function rangeOf({ from, to }: FromTo): string {
  return `${from}-${to}`;
}

/** Alerts that are alike: the same actions serve them. */
export interface Column extends Span {
  /** Whether no monitor that is served raises so many. */
  readonly isBeyond: boolean;
}

export interface CoverageRow {
  readonly id: string;
  /** Of each column, whether the action serves it. */
  readonly serves: readonly boolean[];
  readonly servesRecovery: boolean;
}

export interface Coverage {
  readonly columns: readonly Column[];
  readonly rows: readonly CoverageRow[];
  /** Of each column, whether somebody is told. */
  readonly told: readonly boolean[];
  readonly isRecoveryTold: boolean;
}

/**
 * Which alerts each action serves, with alerts that are served alike put together.
 * @param maxAlerts the most that a served monitor raises; null: not known, and any number may come
 */
export function coverageOf(actions: readonly ActionDraft[], maxAlerts: number | null): Coverage {
  const spans = actions.map((action) => (servesFailures(action) ? (spansOf(action.range) ?? []) : []));
  const columns = columnsOf(spans.flat(), maxAlerts);
  const rows = actions.map((action, index) => ({
    id: action.id,
    serves: columns.map(({ from }) => (spans[index] ?? []).some((span) => contains(span, from))),
    servesRecovery: action.enabled && action.notice?.onRecovery.isOn === true,
  }));
  const tells = actions.map(({ notice }) => notice !== null);
  return {
    columns,
    rows,
    told: columns.map((_, column) =>
      rows.some(({ serves }, index) => tells[index] === true && serves[column] === true),
    ),
    isRecoveryTold: rows.some(({ servesRecovery }) => servesRecovery),
  };
}

function servesFailures({ enabled, notice }: ActionDraft): boolean {
  return enabled && notice?.onFailure.isOn !== false;
}

function contains({ from, to }: Span, number: number): boolean {
  return number >= from && (to === null || number <= to);
}

function columnsOf(spans: readonly Span[], maxAlerts: number | null): readonly Column[] {
  const begins = new Set([1, ...spans.flatMap(({ from, to }) => (to === null ? [from] : [from, to + 1]))]);
  if (maxAlerts !== null) begins.add(maxAlerts + 1);
  const starts = [...begins].sort((left, right) => left - right);
  const columns = starts.map((from, index) => {
    const next = starts[index + 1];
    const isBeyond = maxAlerts !== null && from > maxAlerts;
    return { from, to: next === undefined ? null : next - 1, isBeyond };
  });
  // What nobody raises is shown only where an action waits for it.
  return columns.filter(({ from, isBeyond }) => !isBeyond || spans.some((span) => span.from >= from));
}

/** `3`, `3–5`, `6 on`. */
export function spanWords({ from, to }: Span): string {
  if (to === null) return `${from} on`;
  return to === from ? String(from) : `${from}–${to}`;
}
