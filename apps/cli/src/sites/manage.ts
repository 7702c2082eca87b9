import { readSitesConfig } from '@twotwenty/config/apps';
import { ConfigurationError } from '@twotwenty/config/environment';
import { type SiteInput, siteInputSchema } from '@twotwenty/contracts/site';
import { describeIssues } from '@twotwenty/contracts/parse-each';
import { siteUserName } from '@twotwenty/queue/site-user';
import { escapeText } from '@twotwenty/smtp/escape';
import type { Connection } from '../controller/client.js';
import { addSite, askForSites, explainSiteTrouble, removeSite, type SiteWithWorkers } from '../controller/sites.js';
import { EXIT } from '../exit-codes.js';
import { hideSecrets } from '../secrets.js';
import type { Terminal } from '../terminal.js';

const LIMIT_MS = 30_000;

/** Shows all sites. @returns the exit code */
export function listSites(url: string, json: boolean, terminal: Terminal): Promise<number> {
  return withController(url, terminal, async (connection) => {
    const sites = await askForSites(connection);
    return json ? JSON.stringify(sites) : formatSites(sites);
  });
}

/** Has a controller know a site. @returns the exit code */
export async function addSiteByName(
  url: string,
  input: { name: string; description: string | null },
  terminal: Terminal,
): Promise<number> {
  const site = parseSite(input, terminal);
  if (site === null) return EXIT.unknown;
  return withController(url, terminal, async (connection) => {
    const { name } = await addSite(connection, site);
    return `The site ${name} is known. Evaluators hear its workers from now on; monitors may name it.`;
  });
}

/** Has a controller forget a site. @returns the exit code */
export async function removeSiteByName(url: string, name: string, terminal: Terminal): Promise<number> {
  if (parseSite({ name, description: null }, terminal) === null) return EXIT.unknown;
  return withController(url, terminal, async (connection) => {
    await removeSite(connection, name);
    return `The site ${name} is removed. Stop its workers, and take away its Redis user if it has one (ACL DELUSER ${siteUserName(name)}).`;
  });
}

function parseSite(input: { name: string; description: string | null }, terminal: Terminal): SiteInput | null {
  const parsed = siteInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  terminal.err(`error: ${escapeText(describeIssues(parsed.error))}\n`);
  return null;
}

/** Does something with a controller, and shows what comes of it. @returns the exit code */
async function withController(
  url: string,
  terminal: Terminal,
  work: (connection: Connection) => Promise<string>,
): Promise<number> {
  let adminToken;
  try {
    ({ adminToken } = readSitesConfig());
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.err(`error: ${error.message}\n`);
    return EXIT.unknown;
  }
  const connection = { url, adminToken, signal: AbortSignal.timeout(LIMIT_MS) };
  try {
    terminal.out(`${await work(connection)}\n`);
    return EXIT.passed;
  } catch (error) {
    const hide = hideSecrets([], adminToken === undefined ? [] : [adminToken]);
    terminal.err(`error: ${escapeText(hide(explainSiteTrouble(error, connection)))}\n`);
    return EXIT.failed;
  }
}

function formatSites(sites: readonly SiteWithWorkers[]): string {
  const rows = [
    ['site', 'live workers', 'description'],
    ...sites.map(({ name, liveWorkers, description }) => [name, String(liveWorkers), escapeText(description ?? '')]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
