import { parsed, refused, type Parsed } from './parsed.js';

/** Alert numbers from `from` to `to`, both included; `to` = null means without end. */
export interface AlertSpan {
  readonly from: number;
  readonly to: number | null;
}

/** Which alerts of an incident an action acts on: at least one span, in order, neither touching nor overlapping. */
export type AlertRange = readonly AlertSpan[];

/** No incident raises more alerts than this, so that a greater number is a slip of the keyboard. */
export const MAX_ALERT_NUMBER = 1000;
export const MAX_ALERT_RANGE_LENGTH = 256;

export const DEFAULT_ALERT_RANGE = '1-';
/** Every alert. */
export const EVERY_ALERT: AlertRange = [{ from: 1, to: null }];

const EXAMPLES = 'write numbers such as 2, spans such as 1-3 or 4-, or a list such as 1,3-5,8-';

/**
 * Reads `n`, `n-m`, `n-` and lists of them such as `1,3-5,8-`. Spaces are ignored; spans may overlap and come in any
 * order, and are put in order.
 */
export function parseAlertRange(text: string): Parsed<AlertRange> {
  if (text.length > MAX_ALERT_RANGE_LENGTH) {
    return refused(`is ${text.length} characters long: write at most ${MAX_ALERT_RANGE_LENGTH}`);
  }
  if (text.trim() === '') return refused(`is empty: write ${DEFAULT_ALERT_RANGE} for every alert`);
  const spans: AlertSpan[] = [];
  for (const part of text.split(',')) {
    const span = parseSpan(part.trim());
    if (!span.ok) return span;
    spans.push(span.value);
  }
  return parsed(merge(spans));
}

function parseSpan(part: string): Parsed<AlertSpan> {
  if (part === '') return refused(`has a comma with nothing on one side: ${EXAMPLES}`);
  const match = /^(\d+)\s*(-?)\s*(\d*)$/.exec(part);
  const [, first = '', dash = '', second = ''] = match ?? [];
  if (match === null || (dash === '' && second !== '')) return refused(explainGarbage(part));
  const from = Number(first);
  const to = second === '' ? (dash === '' ? from : null) : Number(second);
  return checkBounds(part, from, to);
}

function explainGarbage(part: string): string {
  const upTo = /^-\s*(\d+)$/.exec(part);
  if (upTo) return `"${part}" has no beginning: write 1-${upTo[1]}`;
  return `"${part}" is no alert number: ${EXAMPLES}`;
}

function checkBounds(part: string, from: number, to: number | null): Parsed<AlertSpan> {
  if (from === 0) return refused(`"${part}" begins with 0, but alerts are counted from 1: ${fromOne(to)}`);
  if (Math.max(from, to ?? 0) > MAX_ALERT_NUMBER) {
    return refused(`"${part}" is beyond ${MAX_ALERT_NUMBER}, the most alerts of one incident: write n- for no end`);
  }
  if (to !== null && to < from) {
    return refused(`${from}-${to} ends before it begins: write ${to === 0 ? `${from}-` : `${to}-${from}`}`);
  }
  return parsed({ from, to });
}

function fromOne(to: number | null): string {
  if (to === null) return 'write 1-';
  return to <= 1 ? 'write 1' : `write 1-${to}`;
}

function merge(spans: readonly AlertSpan[]): AlertRange {
  const merged: AlertSpan[] = [];
  for (const span of [...spans].sort((left, right) => left.from - right.from)) {
    const last = merged.at(-1);
    if (last === undefined || (last.to !== null && span.from > last.to + 1)) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: furthest(last.to, span.to) };
  }
  return merged;
}

function furthest(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : Math.max(left, right);
}

/** The shortest text that means the range, without spaces: `1-3,5,8-`. */
export function formatAlertRange(range: AlertRange): string {
  return range.map(formatSpan).join(',');
}

function formatSpan({ from, to }: AlertSpan): string {
  if (to === null) return `${from}-`;
  return to === from ? `${from}` : `${from}-${to}`;
}

/** Whether an action with this range acts on the alert with this number (counted from 1 within the incident). */
export function contains(range: AlertRange, alertNumber: number): boolean {
  return range.some(({ from, to }) => alertNumber >= from && (to === null || alertNumber <= to));
}

/** Whether any alert of an incident that raises at most `maxAlerts` (M) is in the range. */
export function reachableWithin(range: AlertRange, maxAlerts: number): boolean {
  return range.some(({ from }) => from <= maxAlerts);
}

/** The spans that no incident with at most `maxAlerts` (M) alerts reaches. */
export function unreachableSpans(range: AlertRange, maxAlerts: number): AlertRange {
  return range.filter(({ from }) => from > maxAlerts);
}
