import type { readDoctorConfig } from '@twotwenty/config/apps';
import { withTimeLimit } from '@twotwenty/queue/time-limit';
import { inWords } from '../in-words.js';
import type { ServerAddress } from '../parse-address.js';
import { hideSecrets } from '../secrets.js';
import { checkConnectionTable } from './connection-table.js';
import { checkController } from './controller.js';
import { failed, type Finding } from './finding.js';
import { checkNode } from './node.js';
import { checkPort25, WELL_KNOWN_HOSTS } from './port-25.js';
import { checkReverseDns } from './reverse-dns.js';
import { checkPostgres, checkRedis } from './stores.js';

/** What a person asks of the doctor. */
export interface Examination {
  /** Milliseconds for everything. */
  readonly limitMs: number;
  /** Whom to visit to try port 25; well-known hosts when there are none. */
  readonly hosts: readonly ServerAddress[];
  /** Visit nobody. */
  readonly isOffline: boolean;
  readonly ehloName: string | undefined;
  readonly publicAddresses: readonly string[] | undefined;
  /** Name servers for the reverse DNS; those of the system when left out. */
  readonly dnsServers: readonly string[] | undefined;
  readonly controllerUrl: string;
  readonly isControllerExpected: boolean;
}

/** Part of the time is left for the checks to say themselves what did not answer. */
const SHARE = 0.8;

/** Makes all checks at once, and gives what they found in the order of the report, without secrets. */
export async function examine(wanted: Examination, config: ReturnType<typeof readDoctorConfig>): Promise<Finding[]> {
  const { limitMs, hosts, isOffline, controllerUrl: url, isControllerExpected: isExpected } = wanted;
  const { databaseUrl, redis, adminToken } = config;
  const ehloName = wanted.ehloName ?? config.ehloName;
  const publicAddresses = wanted.publicAddresses ?? config.publicAddresses;
  const dnsLimitMs = Math.min(limitMs * SHARE, 10_000);
  const serviceLimitMs = Math.min(limitMs * SHARE, 5000);
  const checks: [string, Promise<Finding[]>][] = [
    ['Node.js', Promise.resolve([checkNode()])],
    ['connection table', Promise.resolve(checkConnectionTable())],
    [
      'port 25',
      isOffline ? Promise.resolve([]) : checkPort25(hosts.length > 0 ? hosts : WELL_KNOWN_HOSTS, limitMs * SHARE),
    ],
    ['reverse DNS', checkReverseDns({ ehloName, publicAddresses, servers: wanted.dnsServers, limitMs: dnsLimitMs })],
    ['Postgres', checkPostgres(databaseUrl, serviceLimitMs)],
    ['Redis', checkRedis(redis, serviceLimitMs)],
    ['controller', checkController({ url, isExpected, adminToken, limitMs: serviceLimitMs })],
  ];
  const hide = hideSecrets(
    [databaseUrl, redis?.url].filter((secret) => secret !== undefined),
    adminToken === undefined ? [] : [adminToken],
  );
  const findings = await Promise.all(checks.map(([subject, check]) => inTime(subject, check, limitMs)));
  return findings.flat().map(({ subject, status, message, fix }) => {
    return { subject: hide(subject), status, message: hide(message), fix: fix === null ? null : hide(fix) };
  });
}

async function inTime(subject: string, check: Promise<Finding[]>, limitMs: number): Promise<Finding[]> {
  try {
    return await withTimeLimit(check, limitMs, 'the check');
  } catch (error) {
    return [failed(subject, `${inWords(error)}.`, 'See what keeps it from answering, or give it more with --timeout.')];
  }
}
