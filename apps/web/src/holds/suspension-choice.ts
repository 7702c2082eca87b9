import type { Suspension, SuspensionInput } from '@twotwenty/contracts/hold';

const HOUR_SECONDS = 3600;

/** How long a suspension may last, as it is chosen; `until` asks for the moment. */
export const DURATIONS = [
  { value: '1800', label: '30 minutes' },
  { value: String(HOUR_SECONDS), label: '1 hour' },
  { value: String(4 * HOUR_SECONDS), label: '4 hours' },
  { value: String(24 * HOUR_SECONDS), label: '1 day' },
  { value: String(7 * 24 * HOUR_SECONDS), label: '7 days' },
  { value: 'until', label: 'Until a moment of your choice' },
] as const;

/** What is chosen in the dialog. */
export interface SuspensionChoice {
  /** Seconds, or `until`. */
  readonly duration: string;
  /** As `datetime-local` gives it, by the viewer's clock; empty while nothing is chosen. */
  readonly until: string;
}

/** @returns what is sent; null when the moment is missing */
export function suspensionInput({ duration, until }: SuspensionChoice): SuspensionInput | null {
  if (duration !== 'until') return { forSeconds: Number(duration) };
  const moment = new Date(until);
  return Number.isNaN(moment.getTime()) ? null : { until: moment.toISOString() };
}

/** What a suspension or its end came to, without the moment, which is shown as a time. */
export function outcomeWords({ until, monitors }: Suspension): string {
  const count = monitors === 1 ? '1 monitor' : `${monitors} monitors`;
  if (monitors === 0) return 'There is no monitor to which it applies.';
  return until === null ? `${count} no longer suspended.` : `${count} suspended until`;
}
