import { readSetupConfig } from '@twotwenty/config/apps';
import { ConfigurationError } from '@twotwenty/config/environment';
import { createDataSource } from '@twotwenty/database/data-source';
import { AccountRepository } from '@twotwenty/database/repositories/account.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { sqlState } from '@twotwenty/database/repositories/storage-error';
import { runMain } from '@twotwenty/observability/lifecycle';
import { migrateQueue } from '@twotwenty/queue/migrate';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_ACCOUNT, generatePassword, hashPassword, verifyPassword } from './auth/passwords.js';

type Database = ReturnType<typeof createDataSource>;

/** Held while one set-up works, so that any number may be started at once. */
const ADVISORY_LOCK = 220_002;
const WAIT_FOR_DATABASE_MS = 60_000;
const WAIT_FOR_OTHERS_MS = 120_000;
const PARTITION_DAYS_AHEAD = 3;

/** The one-time set-up: prints one line of JSON, `{"generatedAdminPassword": …}`, and everything else on standard error. */
async function main(): Promise<void> {
  const config = readSetupConfig();
  const database = await connect(config.databaseUrl);
  try {
    const generated = await underLock(database, async () => {
      await database.runMigrations();
      await new PartitionRepository(database).ensure(PARTITION_DAYS_AHEAD);
      await migrateQueue(config.queue);
      await ensureSites(new SiteRepository(database), config.sites);
      return ensureAdministrator(new AccountRepository(database), config.adminPassword);
    });
    say('the database is ready');
    process.stdout.write(`${JSON.stringify({ generatedAdminPassword: generated })}\n`);
  } finally {
    await database.destroy();
  }
}

/** Waits for a database that is starting. One that answers and refuses will not change its mind. */
async function connect(url: string): Promise<Database> {
  const giveUpAt = performance.now() + WAIT_FOR_DATABASE_MS;
  for (let attempt = 1; ; attempt += 1) {
    const database = createDataSource({ url, applicationName: 'twotwenty-setup', poolSize: 3 });
    try {
      return await database.initialize();
    } catch (error) {
      const reason = error instanceof Error ? error.message || sqlState(error) : String(error);
      if (/^(28|3D)/.test(sqlState(error) ?? '') || performance.now() > giveUpAt) {
        throw new ConfigurationError([`DATABASE_URL: the database can not be used: ${reason}`]);
      }
      if (attempt === 1) say(`waiting for the database: ${reason}`);
      await sleep(500);
    }
  }
}

/** Does the work while no other set-up does. The lock belongs to a connection, so it goes with a process that dies. */
async function underLock<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const connection = database.createQueryRunner();
  const giveUpAt = performance.now() + WAIT_FOR_OTHERS_MS;
  try {
    while (!(await tryLock(connection))) {
      if (performance.now() > giveUpAt) throw new Error('another set-up has been working for two minutes');
      await sleep(200);
    }
    return await work();
  } finally {
    await connection.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]).catch(() => undefined);
    await connection.release();
  }
}

async function tryLock(connection: ReturnType<Database['createQueryRunner']>): Promise<boolean> {
  const [row] = await connection.manager.query<{ locked: boolean }[]>('SELECT pg_try_advisory_lock($1) AS locked', [
    ADVISORY_LOCK,
  ]);
  return row?.locked === true;
}

/** Makes the sites that are not there yet. The lock keeps other set-ups from making them at the same time. */
async function ensureSites(sites: SiteRepository, names: readonly string[]): Promise<void> {
  const known = new Set(await sites.names());
  for (const name of new Set(names)) {
    if (known.has(name)) continue;
    await sites.insert({ name, description: null });
    say(`the site ${name} was created`);
  }
}

/**
 * Makes sure that there is an administrator with the password of the configuration, if it names one.
 * @returns a password that was generated, or null
 */
async function ensureAdministrator(
  accounts: AccountRepository,
  configured: string | undefined,
): Promise<string | null> {
  const stored = await accounts.passwordHash(ADMIN_ACCOUNT);
  if (stored !== null && configured === undefined) return null;
  if (stored !== null && configured !== undefined && (await verifyPassword(stored, configured))) return null;
  const password = configured ?? generatePassword();
  await accounts.setPassword(ADMIN_ACCOUNT, await hashPassword(password));
  say(stored === null ? 'the administrator was created' : 'the password of the administrator was changed');
  return configured === undefined ? password : null;
}

function say(text: string): void {
  process.stderr.write(`set-up: ${text}\n`);
}

runMain(main);
