import { type Site, type SiteInput, siteSchema } from '@twotwenty/contracts/site';
import { workerSchema } from '@twotwenty/contracts/worker';
import { ask, type Connection, type UnexpectedStatusError } from './client.js';
import { parseLeniently } from './lenient.js';
import { listAll } from './list-all.js';
import { explainTrouble } from './trouble.js';

/** A site, and how many of its workers are live. */
export type SiteWithWorkers = Site & { readonly liveWorkers: number };

const SITES = '/api/v1/sites';

/** Asks for all sites by name. @throws what `explainSiteTrouble` explains */
export async function askForSites(connection: Connection): Promise<SiteWithWorkers[]> {
  const [sites, workers] = await Promise.all([
    listAll(connection, SITES, siteSchema),
    listAll(connection, '/api/v1/workers', workerSchema),
  ]);
  const live = workers.filter((worker) => worker.live);
  return sites.map((site) => ({ ...site, liveWorkers: live.filter((worker) => worker.site === site.name).length }));
}

/** Has a controller know a site from now on. @throws what `explainSiteTrouble` explains */
export async function addSite(connection: Connection, body: SiteInput): Promise<Site> {
  return parseLeniently(siteSchema, await ask(connection, SITES, { statuses: [201], body }));
}

/** Has a controller forget a site. @throws what `explainSiteTrouble` explains */
export async function removeSite(connection: Connection, name: string): Promise<void> {
  await ask(connection, `${SITES}/${encodeURIComponent(name)}`, { statuses: [204], method: 'DELETE' });
}

/** Why a controller did not do what it was asked about sites, for a person. */
export function explainSiteTrouble(error: unknown, connection: Connection): string {
  return explainTrouble(error, connection, ({ status, detail }: UnexpectedStatusError, controller) => {
    if (detail !== null && status < 500) return `${controller} refuses: ${detail}`;
    return `${controller} answers ${status}. See the log it writes.`;
  });
}
