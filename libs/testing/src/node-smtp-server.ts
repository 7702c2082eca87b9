import { once } from 'node:events';
import { format } from 'node:util';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailServerOptions, MailTestServer } from './mail-server-options.js';
import { freePort } from './ports.js';

/** Where the server listens and how it behaves. */
export interface NodeSmtpServerOptions extends MailServerOptions {
  /** Options of nodemailer's smtp-server, such as `onConnect` (to refuse or to be slow) or `hideSTARTTLS`. */
  settings?: SMTPServerOptions;
}

/** Starts nodemailer's smtp-server inside this process; it names itself `mta.test`. */
export async function startNodeSmtpServer(options: NodeSmtpServerOptions = {}): Promise<MailTestServer> {
  const { host = '127.0.0.1', certificate } = options;
  const port = options.port ?? (await freePort(host));
  const tlsPort = certificate === undefined ? undefined : await freePort(host);
  let log = '';
  const note = (_data: unknown, message: string, ...args: unknown[]): void =>
    void (log += `${format(message, ...args)}\n`);
  let running: SMTPServer[] = [];
  const listen = async (on: number, secure: boolean): Promise<SMTPServer> => {
    const server = new SMTPServer({
      name: 'mta.test',
      authOptional: true,
      disableReverseLookup: true,
      // Connections that are open when it stops are cut after this.
      closeTimeout: 100,
      ...(certificate === undefined
        ? { disabledCommands: ['STARTTLS'] }
        : {
            secure,
            cert: certificate.chain,
            key: certificate.key,
            ciphers: 'DEFAULT@SECLEVEL=0',
            minVersion: 'TLSv1',
          }),
      logger: { info: note, debug: note, error: note },
      ...options.settings,
    });
    server.on('error', (error: Error) => note(undefined, '%s', error.message));
    server.listen(on, host);
    await once(server.server, 'listening');
    return server;
  };
  const close = async (): Promise<void> => {
    const closing = running;
    running = [];
    await Promise.all(closing.map((server) => new Promise<void>((resolve) => server.close(resolve))));
  };
  const server: MailTestServer = {
    host,
    port,
    tlsPort,
    get pid() {
      return running.length > 0 ? process.pid : undefined;
    },
    async start() {
      if (running.length > 0) return;
      running = [await listen(port, false), ...(tlsPort === undefined ? [] : [await listen(tlsPort, true)])];
    },
    stop: close,
    kill: close,
    logs: () => log,
  };
  await server.start();
  return server;
}
