import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { reverseName } from './addresses.js';
import type { Answer } from './judge.js';

const QUERY_TIMEOUT_MS = 2000;
const QUERY_TRIES = 2;
/** There is no such name, there can't be one (as with an empty label), or it has no record of that type. */
const NO_RECORDS = ['ENOTFOUND', 'EBADNAME', 'ENODATA'];
/** More than a sane address has. */
const MAX_NAMES = 10;

/** Looks things up in the DNS itself, without this machine's table of hosts, until it is closed. */
export class DnsAnswers {
  private readonly resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  private readonly timer: NodeJS.Timeout;

  /**
   * @param limitMs after this all that is still asked ends as not answered
   * @param servers name servers as `192.0.2.53` or `192.0.2.53:5353`; those of the system when left out
   */
  constructor(limitMs: number, servers?: readonly string[]) {
    if (servers !== undefined) this.resolver.setServers(servers);
    this.timer = setTimeout(() => this.resolver.cancel(), limitMs);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  /** The names of an address, without the dot at their end; that of the root (`.`) is none. */
  async ptr(address: string): Promise<Answer> {
    const name = reverseName(address);
    const answer = await ask(`PTR of ${address}`, () => this.resolver.resolvePtr(name));
    if (answer.records === null) return answer;
    const names = answer.records.map((found) => found.replace(/\.$/, '')).filter((found) => found !== '');
    return { records: names.slice(0, MAX_NAMES), trouble: null };
  }

  /** The addresses of a name, of the family of `like`. */
  addresses(name: string, like: string): Promise<Answer> {
    return isIPv6(like)
      ? ask(`AAAA of ${name}`, () => this.resolver.resolve6(name))
      : ask(`A of ${name}`, () => this.resolver.resolve4(name));
  }
}

async function ask(what: string, query: () => Promise<string[]>): Promise<Answer> {
  try {
    return { records: await query(), trouble: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return NO_RECORDS.includes(code) ? { records: [], trouble: null } : { records: null, trouble: `${what} (${code})` };
  }
}
