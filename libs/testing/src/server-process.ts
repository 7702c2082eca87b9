import { startProcess, type ManagedProcess, type ProcessDefinition } from './managed-process.js';
import { isListening } from './ports.js';
import { waitFor } from './wait-for.js';

/** A server of a test: a process that listens on one port, and may be stopped and started again there. */
export interface TestServer {
  readonly host: string;
  readonly port: number;
  /** Process id of the current run; undefined while stopped. */
  readonly pid: number | undefined;
  /** Starts it again on the same port; resolves when it answers. Nothing happens when it runs. */
  start(): Promise<void>;
  /** Ends it in good order; resolves when the port refuses connections. Nothing happens when it is stopped. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, as a crash does; resolves when the port refuses connections. */
  kill(): Promise<void>;
  /** What the current or last run wrote. */
  logs(): string;
}

/** How to run a server and how to tell that it serves. */
export interface ServerDefinition extends ProcessDefinition {
  host: string;
  port: number;
  /** True when it gives its first proper answer; false or an error means "not yet". */
  answers: () => Promise<boolean>;
  /** Milliseconds it may take to answer; 15,000 by default. */
  startTimeoutMs?: number;
  /** Runs after its process ended, before the port must refuse; for servers whose process is only a client of a daemon. */
  afterEnd?: () => Promise<void>;
}

/** Starts a server and waits until it answers. The error of a failed start holds the server's own output. */
export async function startServer(definition: ServerDefinition): Promise<TestServer> {
  let current: ManagedProcess | undefined;
  let latest: ManagedProcess | undefined;
  const end = async (how: 'stop' | 'kill'): Promise<void> => {
    const ending = current;
    current = undefined;
    if (ending === undefined) return;
    await ending[how]();
    await definition.afterEnd?.();
    await waitUntilRefused(definition);
  };
  const server: TestServer = {
    host: definition.host,
    port: definition.port,
    get pid() {
      return current?.end === undefined ? current?.pid : undefined;
    },
    async start() {
      if (server.pid !== undefined) return;
      current = latest = await startProcess(definition);
      try {
        await untilAnswering(definition, current);
      } catch (error) {
        await current.kill();
        throw error;
      }
    },
    stop: () => end('stop'),
    kill: () => end('kill'),
    logs: () => latest?.logs() ?? '',
  };
  await server.start();
  return server;
}

async function untilAnswering(definition: ServerDefinition, run: ManagedProcess): Promise<void> {
  const { label, host, port, answers, startTimeoutMs = 45_000 } = definition;
  const where = `${label} on ${host}:${port}`;
  const outcome = await waitFor<'answers' | 'ended'>(
    async () => (run.end !== undefined ? 'ended' : (await answers()) && 'answers'),
    { what: `${where} to answer`, timeoutMs: startTimeoutMs },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${run.logs()}`, { cause: error });
  });
  if (outcome === 'answers') return;
  const { code, signal } = await run.exited;
  throw new Error(`${where} ended at once (${signal ?? `code ${code}`}):\n${run.logs()}`);
}

async function waitUntilRefused({ label, host, port }: ServerDefinition): Promise<void> {
  await waitFor(async () => !(await isListening(port, host)), { what: `${label} to leave port ${port}` });
}
