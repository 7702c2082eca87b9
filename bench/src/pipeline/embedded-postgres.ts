import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is used of scripts/lib/embedded-postgres.mjs, which is JavaScript because it runs before anything is built. */
interface EmbeddedPostgresModule {
  startEmbeddedPostgres(options: {
    dataDir: string;
    log?: (message: string, level: 'info' | 'warn' | 'error') => void;
  }): Promise<EmbeddedPostgres>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  stop(graceMs?: number): Promise<void>;
}

/** The PostgreSQL of `npm start`, with the settings it has there. */
export async function startEmbeddedPostgres(
  dataDir: string,
  log: (message: string) => void,
): Promise<EmbeddedPostgres> {
  const path = join(repositoryRoot, 'scripts/lib/embedded-postgres.mjs');
  const module = (await import(pathToFileURL(path).href)) as EmbeddedPostgresModule;
  return module.startEmbeddedPostgres({ dataDir, log: (message) => log(`postgres: ${message}`) });
}
