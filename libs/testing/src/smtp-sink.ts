import { findProgram, type Program } from './debian-packages.js';
import { freePort } from './ports.js';
import { startServer, type TestServer } from './server-process.js';
import { smtpGreeting } from './smtp-greeting.js';

/** Where the sink listens and how it behaves. */
export interface SmtpSinkOptions {
  /** A free port by default. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** More options of smtp-sink(1), such as `-h mail.test`, `-q quit` (hang up on QUIT) or `-w 2` (delay DATA by 2 s). */
  args?: readonly string[];
}

/**
 * Starts Postfix's smtp-sink, a real SMTP server made for tests: it greets with 220, takes every message and throws it away.
 * May be stopped and started again on its port, which is how tests make an outage.
 */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<TestServer> {
  const { host = '127.0.0.1', args = [] } = options;
  const port = options.port ?? (await freePort(host));
  const { command, env } = await smtpSinkProgram();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  return startServer({
    label: 'smtp-sink',
    host,
    port,
    command,
    env,
    args: [...user, ...args, `inet:${host}:${port}`, '1024'],
    answers: async () => (await smtpGreeting(port, host)) !== '',
  });
}

/** The words that run smtp-sink(1) in the foreground on a port, for what is to start it itself. */
export async function smtpSinkCommand(port: number, host = '127.0.0.1'): Promise<readonly string[]> {
  const { command, env } = await smtpSinkProgram();
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  return ['env', ...settings, command, ...user, `inet:${host}:${port}`, '1024'];
}

async function smtpSinkProgram(): Promise<Program> {
  try {
    return await findProgram(['smtp-sink'], 'postfix');
  } catch (error) {
    throw new Error(`No smtp-sink for the tests: install postfix (its smtp-sink program). ${String(error)}`, {
      cause: error,
    });
  }
}
