import { eventSchema, type MonitorEvent } from '@twotwenty/contracts/history';
import type { VoteKind } from '@twotwenty/domain/votes';

export interface EventRow {
  readonly id: string;
  readonly monitorId: string;
  readonly at: Date;
  readonly type: string;
  readonly testNumber: number | null;
  readonly reason: string | null;
  readonly data: EventData;
}

/** What the type of an event adds, and who said what in the test that caused it. */
export type EventData = Readonly<Record<string, string | number | Readonly<Record<string, VoteKind>>>>;

/** Null for an event this version does not know: while an update is rolled out, a newer evaluator may write some. */
export function toEvent({ data, ...row }: EventRow): MonitorEvent | null {
  return eventSchema.safeParse({ votes: null, ...row, at: row.at.toISOString(), ...data }).data ?? null;
}
