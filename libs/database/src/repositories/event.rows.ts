import { eventSchema, type MonitorEvent } from '@twotwenty/contracts/history';

export interface EventRow {
  readonly id: string;
  readonly monitorId: string;
  readonly at: Date;
  readonly type: string;
  readonly testNumber: number | null;
  readonly reason: string | null;
  readonly data: Record<string, string | number>;
}

/** Null for an event this version does not know: while an update is rolled out, a newer evaluator may write some. */
export function toEvent({ data, ...row }: EventRow): MonitorEvent | null {
  return eventSchema.safeParse({ ...row, at: row.at.toISOString(), ...data }).data ?? null;
}
