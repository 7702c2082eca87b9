import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** The servers are for the worker on this machine alone. */
export const LOOPBACK = '127.0.0.1';

/** What a server does with a client that has just connected, before its greeting. */
export type Welcome = NonNullable<SMTPServerOptions['onConnect']>;

/** A real SMTP server, kept on one port however often it goes away and comes back. */
export class DemoServer {
  private server: SMTPServer | null = null;
  private settled = false;

  /**
   * @param welcome what clients meet
   * @param listenPort the port it would like to have, so that later starts find the same
   */
  constructor(
    private readonly welcome: Welcome,
    private listenPort: number,
  ) {}

  /** The port it listens on, once it first did. */
  get port(): number {
    return this.listenPort;
  }

  /** Listens. If its port is taken the first time, on a free one; ever after on the same. No harm if it does already. */
  async open(): Promise<void> {
    if (this.server) return;
    try {
      this.server = await this.listen(this.listenPort);
    } catch (error) {
      if (this.settled) throw error;
      this.server = await this.listen(0);
    }
    this.settled = true;
    this.listenPort = (this.server.server.address() as AddressInfo).port;
  }

  private async listen(port: number): Promise<SMTPServer> {
    const server = new SMTPServer({
      banner: 'TwoTwenty demo',
      onConnect: this.welcome,
      onData: (stream, _session, callback) => {
        stream.resume();
        stream.on('end', () => callback());
      },
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 500,
    });
    const listening = once(server.server, 'listening');
    // Clients that hang up in the middle of a session are no errors of the demo.
    server.on('error', () => undefined);
    server.listen(port, LOOPBACK);
    await listening;
    return server;
  }

  /** Stops listening and ends open sessions. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }
}

/** Greets at once. */
export const welcomeGladly: Welcome = (_session, callback) => callback();

/** Greets only after a while, as a server under load does. */
export function welcomeSlowly(delayMs: number): Welcome {
  return (_session, callback) => {
    setTimeout(callback, delayMs).unref();
  };
}

/** Greets with `554`, as a server does that will not talk to this client. */
export const refuse: Welcome = (_session, callback) => {
  callback(Object.assign(new Error('No SMTP service here'), { responseCode: 554 }));
};
