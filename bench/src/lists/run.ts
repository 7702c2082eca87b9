import { freePort } from '@twotwenty/testing/ports';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { withCleanUp, type CleanUp } from '../clean-up.js';
import { describeMachine, type Machine } from '../machine.js';
import { say } from '../output.js';
import { runSetup, startApp, untilHealthy } from '../pipeline/apps.js';
import { BenchDatabase } from '../pipeline/database.js';
import { startEmbeddedPostgres } from '../pipeline/embedded-postgres.js';
import { ApiSession } from './api-session.js';
import { measureBrowser, type BrowserFigures } from './browser.js';
import { apiCases, type Subjects } from './cases.js';
import { insertInventory } from './inventory.js';
import { BackgroundLoad } from './load.js';
import { measureAnswers, type AnswerTimes } from './measure-api.js';
import { insertPast } from './past.js';

export interface ListsOptions {
  readonly monitors: number;
  readonly devices: number;
  readonly incidents: number;
  readonly auditEntries: number;
  /** Seconds between two tests of the monitor with the longest past. */
  readonly busyDelay: number;
  /** How often each question is asked. */
  readonly rounds: number;
  /** Tests a second of the background load. */
  readonly loadRate: number;
  /** Whether pages are looked at in a browser too. */
  readonly browser: boolean;
}

/** What the background load came to. */
export interface LoadFigures {
  readonly testsPerSecond: number;
  readonly changesPerSecond: number;
}

export interface ListsFigures {
  readonly bench: 'lists';
  readonly machine: Machine;
  readonly options: ListsOptions;
  readonly atRest: readonly AnswerTimes[];
  readonly underLoad: readonly AnswerTimes[];
  readonly load: LoadFigures;
  /** Null: none was asked for, or there is none. */
  readonly browser: BrowserFigures | null;
}

const TOKEN = 'a-token-of-the-bench-alone';
const PASSWORD = 'a password of the bench alone';

/** Measures how fast lists and pages answer with many monitors. */
export async function runLists(options: ListsOptions): Promise<ListsFigures> {
  const machine = describeMachine();
  return withCleanUp(async (cleanUp, signal) => {
    const { url, database, databaseUrl } = await prepare(options, cleanUp, signal);
    const api = new ApiSession(url, TOKEN);
    const subjects = await subjectsOf(database);
    say('looking up the cursors of deep pages');
    const cases = await apiCases(api, subjects);
    say(`asking ${cases.length} questions ${options.rounds} times`);
    const atRest = await measureAnswers(api, cases, options.rounds, signal);
    say('the same under load');
    const load = await startLoad(databaseUrl, options, cleanUp);
    const underLoad = await measureAnswers(api, cases, options.rounds, signal);
    const loaded = await load.stop();
    const browser = options.browser
      ? await measureBrowser(
          { url, password: PASSWORD, subjects, rounds: options.rounds },
          () => startLoad(databaseUrl, options, cleanUp),
          cleanUp,
          signal,
        )
      : null;
    return { bench: 'lists', machine, options, atRest, underLoad, load: loaded, browser };
  });
}

async function startLoad(databaseUrl: string, options: ListsOptions, cleanUp: CleanUp): Promise<BackgroundLoad> {
  const load = await BackgroundLoad.start(databaseUrl, options.loadRate, options.monitors);
  cleanUp.add('the load', async () => void (await load.stop()));
  return load;
}

interface Prepared {
  /** Of the controller. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly database: BenchDatabase;
}

async function prepare(options: ListsOptions, cleanUp: CleanUp, signal: AbortSignal): Promise<Prepared> {
  const folder = temporaryDirectory('bench');
  // Postgres never runs as root: the account it runs as must pass through.
  chmodSync(folder, 0o711);
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), say);
  cleanUp.add('Postgres', () => postgres.stop());
  const surroundings = { databaseUrl: postgres.url, redisUrl: undefined, folder, profile: undefined };
  await runSetup(surroundings, { ADMIN_PASSWORD: PASSWORD });
  const database = await BenchDatabase.connect(postgres.url);
  cleanUp.add('the connection to Postgres', () => database.close());
  say(`making ${options.monitors} monitors on ${options.devices} devices`);
  await insertInventory(database, options);
  signal.throwIfAborted();
  say('making their past');
  await insertPast(database, options);
  signal.throwIfAborted();
  const port = await freePort();
  const address = { HOST: '127.0.0.1', PORT: String(port), ADMIN_TOKEN: TOKEN };
  const controller = await startApp('controller', 1, surroundings, address);
  cleanUp.add(controller.label, async () => void (await controller.process.stop()));
  await untilHealthy(controller, port, signal);
  return { url: `http://127.0.0.1:${port}`, databaseUrl: postgres.url, database };
}

async function subjectsOf(database: BenchDatabase): Promise<Subjects> {
  const [found] = await database.rows<Subjects>(
    `SELECT device_id AS "deviceId", id AS "busyId", (SELECT id FROM monitor WHERE key > 1 ORDER BY key LIMIT 1) AS "usualId"
     FROM monitor ORDER BY key LIMIT 1`,
  );
  if (found === undefined) throw new Error('there are no monitors');
  return found;
}
