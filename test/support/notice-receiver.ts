import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const bodySchema = z.object({
  id: z.string(),
  kind: z.enum(['failure', 'recovery', 'test']),
  incidents: z.array(z.object({ monitor: z.string(), alert: z.string(), 'incident-id': z.string() })).min(1),
});

/** A request that arrived, whether it was answered or not. */
export interface Received {
  /** When it was read: milliseconds since 1970. */
  readonly atMs: number;
  readonly path: string;
  readonly key: string;
  readonly kind: 'failure' | 'recovery' | 'test';
  readonly incidents: readonly { monitor: string; alert: string; 'incident-id': string }[];
}

/** What the receiver does with a request: answers with a status, or breaks the connection. */
export type Behaviour = number | 'break';

/** An HTTP server that notes every notice it gets, the repeated ones too. */
export interface NoticeReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  behave: () => Behaviour;
  close(): Promise<void>;
}

export async function startNoticeReceiver(): Promise<NoticeReceiver> {
  const received: Received[] = [];
  const receiver = { url: '', received, behave: (): Behaviour => 200, close: () => Promise.resolve() };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { id, kind, incidents } = bodySchema.parse(JSON.parse(await text(request)));
    if (request.headers['idempotency-key'] !== id) throw new Error('the key is not that of the notice');
    received.push({ atMs: Date.now(), path: request.url ?? '', key: id, kind, incidents });
    const behaviour = receiver.behave();
    if (behaviour === 'break') response.destroy();
    else response.writeHead(behaviour).end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  receiver.close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return receiver;
}
