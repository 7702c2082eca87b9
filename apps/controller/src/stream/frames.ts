import type { StreamFrame, StreamMessage } from '@twotwenty/contracts/stream';
import type { Changes } from '@twotwenty/database/repositories/change.repository';

/** What readers are told of changes: events first, so that what is asked for afterwards is not older than they are. */
export function toMessages({ events, resources, tested }: Omit<Changes, 'position'>): StreamMessage[] {
  return [
    ...events.map((event) => ({ type: 'event', event }) as const),
    ...[...resources].map(
      ([resource, ids]) => ({ type: 'changed', resource, ids: ids === null ? null : [...ids] }) as const,
    ),
    ...(tested?.length === 0 ? [] : [{ type: 'tests', monitorIds: tested === null ? null : [...tested] } as const]),
  ];
}

/**
 * A frame as a server-sent event. It is taken over whole or not at all, with its id: a reader that is cut off in the middle of one
 * resumes before it.
 * @param position the id, by which the reader resumes after this frame
 */
export function encodeFrame(frame: StreamFrame, position: string): Buffer {
  return Buffer.from(`id: ${position}\ndata: ${JSON.stringify(frame)}\n\n`);
}

/** The first line of a stream: how long a reader waits before it comes again. */
export function encodeRetry(retryMs: number): Buffer {
  return Buffer.from(`retry: ${retryMs}\n\n`);
}
