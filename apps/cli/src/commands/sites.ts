import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { DEFAULT_URL, refuseBadUrl } from './controller-url.js';

const CONTROLLER_HELP = `
Asks a controller. The token of the administrator is taken from ADMIN_TOKEN.

Exit codes: 0 done, 2 the controller refuses or does not answer, 3 wrong usage or settings.`;

const ACL_HELP = `
Prints the rule of a Redis user that may do what the workers of the site need and nothing else: it reaches the site's three queues, and
no key of another site. Nothing is asked and nothing is changed. The address in the worker's REDIS_URL is that of --redis-url, else
that of this machine's REDIS_URL. A password that is made up is printed once; one that is given is never printed.

Exit codes: 0 printed, 3 wrong usage or settings.`;

const URL_FLAG = ['--url <url>', `address of the controller (default: ${DEFAULT_URL})`] as const;

interface ControllerFlags {
  readonly url?: string;
}

interface AclFlags {
  readonly redisUrl?: string;
  readonly passwordFile?: string;
  readonly json: boolean;
}

/** Adds `twotwenty sites`: the places from which is probed, and the Redis users of their workers. */
export function addSitesCommand(program: Command, terminal: Terminal): void {
  const sites = program.command('sites').description('look after the places from which is probed');
  addControllerCommands(sites, terminal);
  const acl = sites
    .command('acl <name>')
    .description('print the Redis user of a site, and the REDIS_URL of its workers')
    .option('--redis-url <url>', 'address of Redis as the workers reach it, such as rediss://redis.example.com:6380')
    .option('--password-file <file>', 'take the password from a file, or with - from standard input')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', ACL_HELP)
    .action(async (site: string, { redisUrl, passwordFile, json }: AclFlags) => {
      refuseBadRedisUrl(redisUrl, acl);
      const { showSiteUser } = await import('../sites/acl.js');
      terminal.exitWith(await showSiteUser({ site, redisUrl, passwordFile, json }, terminal));
    });
}

function addControllerCommands(sites: Command, terminal: Terminal): void {
  const list = sites
    .command('list')
    .description('list the sites, and how many workers of each are live')
    .option(...URL_FLAG)
    .option('--json', 'one JSON array', false)
    .addHelpText('after', CONTROLLER_HELP)
    .action(async ({ url, json }: ControllerFlags & { readonly json: boolean }) => {
      refuseBadUrl(url, list);
      const { listSites } = await import('../sites/manage.js');
      terminal.exitWith(await listSites(url ?? DEFAULT_URL, json, terminal));
    });
  const add = sites
    .command('add <name>')
    .description('make a site known: its workers are heard, and monitors may name it')
    .option('--description <text>', 'what people are to know of it, at most 64 characters')
    .option(...URL_FLAG)
    .addHelpText('after', CONTROLLER_HELP)
    .action(async (name: string, { url, description }: ControllerFlags & { readonly description?: string }) => {
      refuseBadUrl(url, add);
      const { addSiteByName } = await import('../sites/manage.js');
      const input = { name, description: description ?? null };
      terminal.exitWith(await addSiteByName(url ?? DEFAULT_URL, input, terminal));
    });
  const remove = sites
    .command('remove <name>')
    .description('forget a site that no monitor names')
    .option(...URL_FLAG)
    .addHelpText('after', CONTROLLER_HELP)
    .action(async (name: string, { url }: ControllerFlags) => {
      refuseBadUrl(url, remove);
      const { removeSiteByName } = await import('../sites/manage.js');
      terminal.exitWith(await removeSiteByName(url ?? DEFAULT_URL, name, terminal));
    });
}

/** Without the words of the argument, which commander would show: there may be a password in it. */
function refuseBadRedisUrl(text: string | undefined, command: Command): void {
  if (text === undefined) return;
  const refuse = (message: string): never => command.error(`error: option '--redis-url <url>' ${message}`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.host === '') {
    return refuse('must be a URL such as rediss://redis.example.com:6380');
  }
  if (url.username !== '' || url.password !== '') refuse('takes no user or password: they are those of the site');
}
