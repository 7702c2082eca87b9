import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { atExit } from './at-exit.js';
import { debianPackage, type Program } from './debian-packages.js';
import { freePort } from './ports.js';
import type { TestServer } from './server-process.js';
import { smtpGreeting } from './smtp-greeting.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Where Postfix listens and how it behaves. */
export interface PostfixOptions {
  /** A free port by default. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** More lines for its main.cf; later lines win. */
  settings?: readonly string[];
}

/**
 * A real Postfix smtpd that names itself `mta.test`. Postfix's own listener must be root and installed, so a listener here runs
 * one smtpd in its stand-alone mode (`-S`) for each connection. Greeting, EHLO and QUIT are real; MAIL needs the rest of
 * Postfix and does not work: use `startExim` where it matters.
 */
export async function startPostfix({ settings = [], ...where }: PostfixOptions = {}): Promise<TestServer> {
  const host = where.host ?? '127.0.0.1';
  const port = where.port ?? (await freePort(host));
  const program = await smtpdProgram();
  const home = writeConfiguration(settings);
  const listener = new SmtpdListener({ ...program, env: { ...program.env, MAIL_CONFIG: home } });
  const server: TestServer = {
    host,
    port,
    get pid() {
      return listener.listening ? process.pid : undefined;
    },
    async start() {
      if (listener.listening) return;
      await listener.listen(port, host);
      await smtpGreeting(port, host, 10_000).catch(async (error: unknown) => {
        await listener.close();
        throw new Error(`Postfix does not answer: ${String(error)}\n${listener.logs}`, { cause: error });
      });
    },
    stop: () => listener.close(),
    kill: () => listener.close(),
    logs: () => listener.logs,
  };
  await server.start();
  return server;
}

class SmtpdListener {
  logs = '';
  readonly #program: Program;
  readonly #sessions = new Map<Socket, ChildProcess>();
  #server: Server | undefined;

  constructor(program: Program) {
    this.#program = program;
    atExit(() => this.#endSessions());
  }

  get listening(): boolean {
    return this.#server !== undefined;
  }

  async listen(port: number, host: string): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));
    server.listen({ port, host });
    await once(server, 'listening');
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    this.#endSessions();
    await closed;
  }

  #serve(socket: Socket): void {
    const { command, env } = this.#program;
    const smtpd = spawn(command, ['-S'], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#sessions.set(socket, smtpd);
    socket.pipe(smtpd.stdin);
    smtpd.stdout.pipe(socket);
    smtpd.stderr.setEncoding('utf8').on('data', (text: string) => (this.logs += text));
    smtpd.on('error', (error) => (this.logs += `${error.message}\n`));
    smtpd.on('close', () => socket.destroy());
    smtpd.stdin.on('error', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sessions.delete(socket);
      smtpd.kill('SIGKILL');
    });
  }

  #endSessions(): void {
    for (const [socket, smtpd] of this.#sessions) {
      smtpd.kill('SIGKILL');
      socket.destroy();
    }
  }
}

async function smtpdProgram(): Promise<Program> {
  const installed = ['/usr/lib/postfix/sbin/smtpd', '/usr/libexec/postfix/smtpd'].find((path) => existsSync(path));
  if (installed !== undefined) return { command: installed, env: {} };
  const postfix = await debianPackage('postfix');
  return { command: postfix.path('smtpd'), env: postfix.env };
}

/** Postfix insists on three accounts that differ; these are in every Debian's base-passwd. */
function writeConfiguration(settings: readonly string[]): string {
  const home = temporaryDirectory('postfix');
  mkdirSync(join(home, 'queue'));
  const lines = [
    'mail_owner = daemon',
    'setgid_group = mail',
    'default_privs = nobody',
    `queue_directory = ${home}/queue`,
    `data_directory = ${home}/queue`,
    'myhostname = mta.test',
    'mydestination =',
    'local_recipient_maps =',
    'alias_maps =',
    'inet_interfaces = loopback-only',
    'smtpd_relay_restrictions = reject',
    ...settings,
  ];
  writeFileSync(join(home, 'main.cf'), `${lines.join('\n')}\n`);
  writeFileSync(join(home, 'master.cf'), '');
  return home;
}
