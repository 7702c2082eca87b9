import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess, type ManagedProcess } from './managed-process.js';
import { repositoryRoot } from './repository-root.js';
import { waitFor } from './wait-for.js';

/** How to run one of the repository's apps. */
export interface AppOptions {
  /** Command-line arguments of the app. */
  args?: readonly string[];
  /** Its start file inside `apps/<name>`; `dist/main.js` by default. */
  entry?: string;
  /** What its output says when it serves; by default the log line `ready` or `listening`. */
  readyWhen?: RegExp;
  /** Milliseconds until `ready` fails; 20,000 by default. */
  readyTimeoutMs?: number;
}

/** An app of the repository in a process of its own. */
export interface RunningApp extends ManagedProcess {
  /** Resolves once it says that it serves; rejects, with its output, when it ends before or takes too long. */
  readonly ready: Promise<void>;
}

const defaultReady = /"msg":"(ready|listening)"/;

/**
 * Starts an app as it runs in production (`node apps/<name>/dist/main.js`). `env` is added to this process's environment;
 * `undefined` takes a variable away. It is killed when the test that started it ends (started from a `beforeAll`: when the spec
 * file ends), or earlier by `stop` and `kill`.
 */
export async function startApp(
  name: string,
  env: Readonly<Record<string, string | undefined>> = {},
  options: AppOptions = {},
): Promise<RunningApp> {
  const entry = join(repositoryRoot, 'apps', name, options.entry ?? 'dist/main.js');
  if (!existsSync(entry)) throw new Error(`The app ${name} is not built: there is no ${entry} (run "npm run build")`);
  const app = await startProcess({
    label: name,
    command: process.execPath,
    args: ['--enable-source-maps', entry, ...(options.args ?? [])],
    env,
    cwd: repositoryRoot,
  });
  await killWithTest(app);
  const ready = untilReady(name, app, options);
  // Whoever does not wait for it may still kill the app on purpose.
  ready.catch(() => undefined);
  return Object.defineProperty(app, 'ready', { value: ready, enumerable: true }) as RunningApp;
}

async function untilReady(name: string, app: ManagedProcess, options: AppOptions): Promise<void> {
  const { readyWhen = defaultReady, readyTimeoutMs = 60_000 } = options;
  try {
    await waitFor(() => app.end !== undefined || readyWhen.test(app.logs()), {
      what: `${name} to be ready`,
      timeoutMs: readyTimeoutMs,
    });
  } catch (error) {
    throw new Error(`${String(error)}\n${app.logs()}`, { cause: error });
  }
  if (app.end === undefined || readyWhen.test(app.logs())) return;
  throw new Error(`${name} ended (${app.end.signal ?? `code ${app.end.code}`}) before it was ready:\n${app.logs()}`);
}

/** Outside of a test Vitest refuses the hook; then the end of this process ends the app. */
async function killWithTest(app: ManagedProcess): Promise<void> {
  const { onTestFinished } = await import('vitest');
  try {
    onTestFinished(async () => {
      await app.kill();
    });
  } catch {
    return;
  }
}
