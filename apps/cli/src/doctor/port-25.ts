import type { ProbeResult } from '@twotwenty/domain/probe';
import type { Address } from '@twotwenty/smtp/address-order';
import { probe } from '@twotwenty/smtp/probe';
import { type Lookup, systemLookup } from '@twotwenty/smtp/resolve';
import type { ServerAddress } from '../parse-address.js';
import { inWords } from '../in-words.js';
import { failed, type Finding, ok, warning } from './finding.js';

/** Mail hosts that are always there and that many know. */
export const WELL_KNOWN_HOSTS: readonly ServerAddress[] = [
  'gmail-smtp-in.l.google.com',
  'outlook-com.olc.protection.outlook.com',
  'mx01.mail.icloud.com',
].map((host) => ({ host, port: null }));

const SMTP_PORT = 25;
const BLOCKED =
  'Ask the provider of this machine to open outgoing port 25, which many keep closed, or probe from elsewhere.';

/** One connection is enough, but this machine may have one family alone: the first address of each. */
const oneOfEachFamily: Lookup = async (hostname, family) => firstOfEachFamily(await systemLookup(hostname, family));

export function firstOfEachFamily(addresses: readonly Address[]): Address[] {
  return addresses.filter(({ family }, i) => addresses.findIndex((each) => each.family === family) === i);
}

/**
 * Checks that this machine reaches mail servers, with one session each. One that is reached is proof enough; what
 * happens at the others is then a warning.
 * @param limitMs for each
 */
export async function checkPort25(hosts: readonly ServerAddress[], limitMs: number): Promise<Finding[]> {
  const visits = await Promise.all(hosts.map((host) => visit(host, limitMs)));
  const anyReached = visits.some(({ isReached }) => isReached);
  return visits.map(({ finding }) =>
    finding.status === 'failed' && anyReached ? { ...finding, status: 'warning' as const } : finding,
  );
}

interface Visit {
  readonly isReached: boolean;
  readonly finding: Finding;
}

async function visit({ host, port }: ServerAddress, limitMs: number): Promise<Visit> {
  const chosenPort = port ?? SMTP_PORT;
  const name = `${host.includes(':') ? `[${host}]` : host}:${chosenPort}`;
  try {
    const target = {
      host,
      port: chosenPort,
      security: 'none',
      tls: { certificate: 'report', warnDays: null, failDays: null },
      addressFamily: 'any',
      ehloName: null,
      strictQuit: false,
    } as const;
    return judge(name, await probe(target, { maxTestDurationMs: limitMs, lookup: oneOfEachFamily }));
  } catch (error) {
    const message = `${name} could not be tried: ${inWords(error)}`;
    return { isReached: false, finding: failed('port 25', message, 'Try again when this machine is less busy.') };
  }
}

function judge(name: string, { failure, reply, timings }: ProbeResult): Visit {
  if (failure === null) {
    const message = `${name} greeted after ${Math.round(timings.totalMs)} ms.`;
    return { isReached: true, finding: ok('port 25', message) };
  }
  if (reply !== null) {
    const message = `${name} is reached, but turns this machine away: ${reply.code} ${reply.lines[0] ?? ''}`;
    return { isReached: true, finding: warning('port 25', message, 'See what is said of the reverse DNS below.') };
  }
  return {
    isReached: false,
    finding: failed('port 25', `${name}: ${failure.message}`, adviceFor(failure.phase, failure.code)),
  };
}

/** What to do about a session that got no reply. @param code of the failure */
export function adviceFor(phase: string, code: string): string {
  if (phase === 'dns') return 'The name was not found: check the name servers of this machine (/etc/resolv.conf).';
  if (code === 'connect-refused')
    return `Something refuses the connection: a firewall, or no mail server there. ${BLOCKED}`;
  if (code === 'connect-unreachable')
    return `This machine has no route there, or a firewall rejects port 25: check its network. ${BLOCKED}`;
  if (code === 'connect-timeout') return `No answer at all: port 25 is blocked on the way. ${BLOCKED}`;
  if (phase === 'connect')
    return "This machine did not even try: with EPERM or EACCES its own firewall or this program's rights forbid it.";
  return `The connection came about, and then no greeting: something on the way takes port 25. ${BLOCKED}`;
}
