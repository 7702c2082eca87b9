import { freePort } from '@twotwenty/testing/ports';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Received } from './audit.js';

/** How the channel is: in order, answering 503, refusing connections, or taking requests and never answering. */
export type ChannelState = 'up' | '503' | 'refuse' | 'hang';

/** A request with the time when it was read, milliseconds since 1970. */
export interface TimedRequest extends Received {
  readonly atMs: number;
}

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 1024 * 1024;

/** What is used of a webhook's body. */
const bodySchema = z.object({
  kind: z.enum(['failure', 'recovery']),
  incidents: z.tuple([z.object({ 'incident-id': z.string(), alert: z.coerce.number().int() })]),
});

/** The receiver of webhooks, which writes down who called. One for all actions: the path tells which of them it was. */
export class Receiver {
  readonly received: TimedRequest[] = [];
  private state: ChannelState = 'up';
  private server: Server | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<Receiver> {
    const receiver = new Receiver(await freePort(HOST));
    await receiver.listen();
    return receiver;
  }

  /** @param action from 0 */
  urlOf(action: number): string {
    return `http://${HOST}:${this.port}/${action}`;
  }

  /** From now on the channel is so. Requests that hang stay so until their sender gives up. */
  async become(state: ChannelState): Promise<void> {
    this.state = state;
    if (state === 'refuse') await this.stop();
    else if (this.server === undefined) await this.listen();
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  private async listen(): Promise<void> {
    this.server = createServer((request, response) => {
      // A sender that hangs up has no use for an answer.
      this.answer(request, response).catch(() => response.destroy());
    });
    this.server.listen(this.port, HOST);
    await once(this.server, 'listening');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = bodySchema.safeParse(JSON.parse(await readBody(request)));
    const key = request.headers['idempotency-key'];
    if (!body.success || typeof key !== 'string') return end(response, 400);
    const [{ 'incident-id': incident, alert: number }] = body.data.incidents;
    const { state } = this;
    const told = { incident, kind: body.data.kind, number, action: Number(request.url?.slice(1)) };
    this.received.push({ ...told, key, accepted: state === 'up', atMs: Date.now() });
    if (state === 'up') end(response, 204);
    else if (state !== 'hang') end(response, 503);
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`a body of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
