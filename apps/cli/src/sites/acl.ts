import { readSitesConfig } from '@twotwenty/config/apps';
import { ConfigurationError } from '@twotwenty/config/environment';
import { siteNameSchema } from '@twotwenty/contracts/scalars';
import { siteUserName, siteUserRule } from '@twotwenty/queue/site-user';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { EXIT } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

/** Of a Redis whose address for others nobody said. */
const EXAMPLE_URL = 'rediss://redis.example.com:6380';
const LOOPBACK = /^(localhost|127\..*|\[::1\])$/;
const GENERATED_BYTES = 32;
const OPEN_WARNING = '\n\nWithout TLS (rediss://) everybody on the way can read the password and what is queued.';
const PASSWORD = /^[\x21-\x7e]{16,128}$/;

export interface SiteUserRequest {
  readonly site: string;
  /** Of Redis as the worker reaches it, without user info; that of REDIS_URL when left out. */
  readonly redisUrl: string | undefined;
  /** Where the password is: a file, or `-` for standard input; one is made up when left out. */
  readonly passwordFile: string | undefined;
  readonly json: boolean;
}

/** What Redis and the worker are to be told of a site's user. */
export interface SiteUser {
  readonly site: string;
  readonly user: string;
  /** For Redis; without a secret. */
  readonly acl: string;
  /** For the worker; with the password if that was made up here, for it is known to nobody else. */
  readonly redisUrl: string;
  readonly isPasswordShown: boolean;
}

/** Shows the Redis user of a site. @returns the exit code */
export async function showSiteUser(request: SiteUserRequest, terminal: Terminal): Promise<number> {
  try {
    const user = await makeSiteUser(request);
    terminal.out(`${request.json ? JSON.stringify(user) : formatSiteUser(user)}\n`);
    return EXIT.passed;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof ConfigurationError)) throw error;
    terminal.err(`error: ${error.message}\n`);
    return EXIT.unknown;
  }
}

async function makeSiteUser({ site, redisUrl, passwordFile }: SiteUserRequest): Promise<SiteUser> {
  const named = siteNameSchema.safeParse(site);
  if (!named.success) throw new RangeError(`The name of a site ${named.error.issues[0]?.message ?? 'is another'}.`);
  const given = passwordFile === undefined ? undefined : await readPassword(passwordFile);
  const password = given ?? randomBytes(GENERATED_BYTES).toString('base64url');
  const user = siteUserName(site);
  const url = addressFor(redisUrl);
  url.username = user;
  url.password = given === undefined ? password : '';
  const acl = ['ACL', 'SETUSER', user, ...siteUserRule(site, password, databaseOf(url))].join(' ');
  return { site, user, acl, redisUrl: url.href, isPasswordShown: given === undefined };
}

/** Where workers reach Redis. What REDIS_URL says of this machine alone is of no use elsewhere. */
function addressFor(redisUrl: string | undefined): URL {
  const own = redisUrl === undefined ? readSitesConfig().redisUrl : undefined;
  const isElsewhere = own !== undefined && !LOOPBACK.test(new URL(own).hostname);
  return new URL(redisUrl ?? (isElsewhere ? own : EXAMPLE_URL));
}

/** The number of the database that a URL of Redis names. */
function databaseOf({ pathname }: URL): number {
  return Number(/^\/(\d+)$/.exec(pathname)?.[1] ?? 0);
}

/** @throws RangeError without the password */
async function readPassword(file: string): Promise<string> {
  let content;
  try {
    content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new RangeError(`The file of the password can't be read (${code}).`);
  }
  const password = content.replace(/\r?\n$/, '');
  if (PASSWORD.test(password)) return password;
  throw new RangeError('The password must be 16 to 128 printable ASCII characters without spaces, on one line.');
}

function formatSiteUser({ site, user, acl, redisUrl, isPasswordShown }: SiteUser): string {
  const password = isPasswordShown
    ? 'The URL holds the password, which is shown this once. Redis and the line above know its hash alone.'
    : 'REDIS_PASSWORD_FILE=<a file that holds the password>';
  const isOpen = !redisUrl.startsWith('rediss:');
  return `1. Tell Redis, as a user that may manage users, in redis-cli:

${acl}

   Then ACL SAVE, or CONFIG REWRITE where Redis has no file of users: else it forgets the user when it is restarted.
   A user of this name that there is already gets this password and these rights; CLIENT KILL USER ${user} ends
   what it still holds open.

2. Start the worker with this in its environment:

SITE=${site}
REDIS_URL=${redisUrl}
${password}${isOpen ? OPEN_WARNING : ''}`;
}
