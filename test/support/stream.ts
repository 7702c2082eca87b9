import { streamFrameSchema, type StreamFrame, type StreamMessage } from '@twotwenty/contracts/stream';
import { get, type IncomingMessage } from 'node:http';
import { expect, vi } from 'vitest';
import { ADMIN_TOKEN } from './api.js';

/** One event of a stream as it came. */
export interface ReceivedFrame {
  readonly id: string;
  readonly frame: StreamFrame;
}

export interface StreamOptions {
  readonly lastEventId?: string;
  /** Instead of the administrator's token. */
  readonly cookie?: string;
  /** Read nothing of the body, until `resume`. */
  readonly paused?: boolean;
}

/** A reader of the live stream, which parses it as the standard says. */
export interface TestStream {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly frames: readonly ReceivedFrame[];
  /** All messages so far, in order. */
  messages(): StreamMessage[];
  /** Settles when the controller ended it, or it broke. */
  readonly ended: Promise<void>;
  isEnded(): boolean;
  lastId(): string;
  resume(): void;
  close(): void;
}

/** Opens the stream of a controller. @param url of the controller, without a path */
export function openStream(url: string, options: StreamOptions = {}): Promise<TestStream> {
  const { lastEventId, cookie, paused = false } = options;
  const headers = {
    ...(cookie === undefined ? { authorization: `Bearer ${ADMIN_TOKEN}` } : { cookie }),
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  return new Promise((resolve, reject) => {
    const request = get(`${url}/api/v1/stream`, { headers, agent: false }, (response) => {
      resolve(read(response, paused));
    });
    request.on('error', reject);
  });
}

function read(response: IncomingMessage, paused: boolean): TestStream {
  const frames: ReceivedFrame[] = [];
  let text = '';
  let isEnded = false;
  const ended = new Promise<void>((resolve) => response.once('close', resolve)).then(() => void (isEnded = true));
  response.on('error', () => undefined);
  response.setEncoding('utf8');
  if (!paused) {
    response.on('data', (chunk: string) => {
      const events = (text + chunk).split('\n\n');
      text = events.pop() ?? '';
      frames.push(...events.flatMap(parse));
    });
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    frames,
    messages: () => frames.flatMap(({ frame }) => frame),
    ended,
    isEnded: () => isEnded,
    lastId: () => frames.at(-1)?.id ?? '',
    resume: () => void response.resume(),
    close: () => response.destroy(),
  };
}

function parse(event: string): ReceivedFrame[] {
  const id = /^id: (.*)$/m.exec(event)?.[1];
  const data = /^data: (.*)$/m.exec(event)?.[1];
  return id === undefined || data === undefined ? [] : [{ id, frame: streamFrameSchema.parse(JSON.parse(data)) }];
}

/** How long a test waits for what is told once a second: also for megabytes of it, on a busy machine. */
export const SOON = { timeout: 15_000, interval: 20 };

/** The streams of a test file. @param url of the controller, unless another one is named */
export function streamsOf(url: () => string) {
  const streams: TestStream[] = [];
  return {
    streams,
    /** Opens one, and waits until it has said hello. */
    open: async (options: StreamOptions = {}, at = url()): Promise<TestStream> => {
      const stream = await openStream(at, options);
      streams.push(stream);
      if (options.paused !== true && stream.status === 200) {
        await vi.waitFor(() => expect(stream.frames).not.toHaveLength(0), SOON);
      }
      return stream;
    },
    closeAll: async (): Promise<void> => {
      for (const stream of streams) stream.close();
      await Promise.all(streams.splice(0).map(({ ended }) => ended));
    },
  };
}

/** Waits for a message, or for as many as are wanted. */
export async function until(
  stream: TestStream,
  isWanted: (message: StreamMessage) => boolean,
  count = 1,
): Promise<void> {
  await vi.waitFor(() => expect(stream.messages().filter(isWanted).length).toBeGreaterThanOrEqual(count), SOON);
}

export const isEvent = ({ type }: StreamMessage): boolean => type === 'event';

/** The reasons of all events that a stream told of. */
export function reasonsOf(stream: TestStream): (string | null)[] {
  return stream.messages().flatMap((message) => (message.type === 'event' ? [message.event.reason] : []));
}

type Sql = { query(sql: string, parameters?: unknown[]): Promise<unknown> };

/** Stores an event of a monitor. @param reason by which a test knows it again */
export async function addEvent(sql: Sql, monitorId: string, reason: string): Promise<void> {
  await sql.query(
    `INSERT INTO event (monitor_key, at, type, test_number, reason, data)
     SELECT key, now(), 'state-changed', 7, $2, '{"from": "up", "to": "down"}' FROM monitor WHERE id = $1`,
    [monitorId, reason],
  );
}
