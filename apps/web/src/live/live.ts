import type { QueryClient } from '@tanstack/react-query';
import type { MonitorEvent } from '@twotwenty/contracts/history';
import type { StreamMessage } from '@twotwenty/contracts/stream';
import { RefusedError, UnreachableError, UnreadableError } from '../api/client.js';
import { fetchSession, sessionEnded } from '../api/session.js';
import { StreamConnection, type Probe, type Source, type SourceListener } from './connection.js';
import { outdated } from './outdated.js';
import { parseFrame } from './parse-frame.js';
import { merge, NOTHING, refreshOf, touches, type Refresh } from './refresh.js';
import { createThrottle } from './throttle.js';

const STREAM = '/api/v1/stream';
/** How often what is shown is asked for anew at most, however much happens. */
const URGENT_PAUSE_MS = 2000;
const LEISURELY_PAUSE_MS = 5000;

let client: QueryClient | undefined;
const eventListeners = new Set<(event: MonitorEvent) => void>();

/** Asks anew for what is shown, and waits until it came. What is not shown is asked for when it is. */
function ask(refresh: Refresh): Promise<unknown> {
  return client?.invalidateQueries({ predicate: ({ queryKey }) => touches(refresh, queryKey) }) ?? Promise.resolve();
}

const urgent = createThrottle(NOTHING, merge, ask, URGENT_PAUSE_MS);
const leisurely = createThrottle(NOTHING, merge, ask, LEISURELY_PAUSE_MS);

/** The connection of this page. It is started and stopped with what is behind the log-in. */
const connection = new StreamConnection({
  open: openSource,
  probe,
  onFrame(data) {
    const { messages, unreadable } = parseFrame(data);
    for (const message of messages) take(message);
    // What it was about is not known, so it may be about anything.
    if (unreadable > 0) urgent.add('everything');
  },
  onReturn: () => urgent.add('everything'),
  onSessionEnded: () => {
    if (client !== undefined) sessionEnded(client);
  },
  nowMs: () => Date.now(),
});

/** What hooks read. */
export const { get: getConnection, subscribe: subscribeToConnection } = connection;

/** Begins to listen. @returns ends it */
export function startLive(queryClient: QueryClient): () => void {
  client = queryClient;
  const onVisibility = () => connection.setVisible(isVisible());
  document.addEventListener('visibilitychange', onVisibility);
  connection.start(isVisible());
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    connection.stop();
    urgent.stop();
    leisurely.stop();
    client = undefined;
  };
}

/** Calls a function with every event of a monitor, from now on. @returns ends it */
export function subscribeToEvents(listener: (event: MonitorEvent) => void): () => void {
  eventListeners.add(listener);
  return () => void eventListeners.delete(listener);
}

/** What an answer that failed tells of the connection. */
export function observeFailure(error: Error): void {
  if (error instanceof UnreachableError) connection.doubt();
  if (error instanceof UnreadableError) outdated.found('unreadable');
}

function take(message: StreamMessage): void {
  if (message.type === 'hello') outdated.compare(message.webEntry);
  if (message.type === 'event') for (const listener of eventListeners) listener(message.event);
  const wanted = refreshOf(message);
  if (wanted.urgent !== NOTHING) urgent.add(wanted.urgent);
  if (wanted.leisurely !== NOTHING) leisurely.add(wanted.leisurely);
}

function openSource(lastEventId: string | null, on: SourceListener): Source {
  const source = new EventSource(
    lastEventId === null ? STREAM : `${STREAM}?lastEventId=${encodeURIComponent(lastEventId)}`,
  );
  source.onmessage = (event: MessageEvent<string>) => on.onFrame(event.data, event.lastEventId);
  source.onerror = () => on.onBroken();
  return source;
}

async function probe(): Promise<Probe> {
  try {
    return { outcome: (await fetchSession()) ? 'open' : 'ended' };
  } catch (error) {
    return { outcome: 'away', reason: error instanceof RefusedError ? error.message : null };
  }
}

function isVisible(): boolean {
  return document.visibilityState !== 'hidden';
}
