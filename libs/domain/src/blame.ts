import { FAILURE_CODES, type FailureCode } from './failure-codes.js';
import type { ProbeFailure } from './probe.js';
import { Recent } from './recent.js';

/** For how long what was seen of a target counts. */
export const BLAME_WINDOW_MS = 600_000;
/** A host that answers and was seen so recently is not noted anew: it may be forgotten so much earlier. */
const KNOWN_STEP_MS = 60_000;
/** So many servers, by their addresses, must fail before their place is suspect. */
export const MIN_FAILING_SERVERS = 5;
/** One network may fail by itself: where all that fails lies in fewer networks, most of what is known must fail. */
const MIN_FAILING_NETWORKS = 3;
const MOST = 0.6;
/** One target in ten may have answered since the failures began: one that needs not the way that is cut. */
const FAILING_PER_ANSWER = 10;
const MAX_ANSWERS = 20;

/** What a session says about the network: the target answered, the network failed before it could, or neither is certain. */
export type NetworkOutcome = 'answered' | 'failed' | 'unclear';

const NETWORK_FAILURES = new Set<string>([
  'dns-timeout',
  'dns-failed',
  'connect-timeout',
  'connect-unreachable',
  'connect-failed',
] satisfies FailureCode[]);

/** The name server's word and not the target's, or a connection that was up once and brought nothing since. */
const UNCLEAR_FAILURES = new Set<string>([
  'dns-not-found',
  'dns-no-address',
  'server-silent',
  'server-dribbling',
  'tls-timeout',
] satisfies FailureCode[]);

/**
 * What the end of a session says about the network it went through. A refusal is an answer of the target.
 * @param failure null when the probe passed
 */
export function networkOutcome(failure: Pick<ProbeFailure, 'code'> | null): NetworkOutcome {
  if (failure === null) return 'answered';
  if (NETWORK_FAILURES.has(failure.code)) return 'failed';
  if (UNCLEAR_FAILURES.has(failure.code) || !Object.hasOwn(FAILURE_CODES, failure.code)) return 'unclear';
  return 'answered';
}

/** One session, as far as it tells about the network. Times are milliseconds by one clock that does not jump. */
export interface Sighting {
  /** As the monitor names its target. */
  readonly host: string;
  /** The address that was tried; null when none was found. */
  readonly address: string | null;
  /** The monitor was Up when the test began: its failure is news. */
  readonly well: boolean;
  readonly outcome: NetworkOutcome;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** Why a place is suspect: since when, and how many of the hosts it looked at lately fail. */
export interface Suspicion {
  readonly sinceMs: number;
  readonly failing: number;
  readonly targets: number;
}

interface FailingHost {
  /** The address where one is known: several names of one server are one server. */
  readonly server: string;
  readonly startedAtMs: number;
  readonly seenAtMs: number;
}

interface KnownHost {
  readonly server: string;
  readonly seenAtMs: number;
}

interface Answer {
  readonly host: string;
  readonly atMs: number;
}

/**
 * Says whether a place that probes is itself in trouble, because nearly everything that was well fails at once.
 *
 * Suspect is a place where, since some moment, at least five servers in several networks have failed by the network and
 * hardly any target has answered. That moment is the beginning of a session, not its end: a timeout of 30 s tells as well
 * that nothing has answered meanwhile. Targets in one or two networks make a place suspect only when they are most of
 * what it looked at within ten minutes. Without memory, as after a start, or with fewer servers, nothing is ever suspect.
 * No I/O and no clock; a sighting costs the same however many hosts there are, but for those that fail.
 */
export class Blame {
  /** In the order of their last failure. */
  private readonly failing = new Recent<FailingHost>();
  /** Hosts that answered or were well, in the order in which they were seen last. */
  private readonly known = new Recent<KnownHost>();
  /** The last answers of different hosts, oldest first; no more than could be tolerated, and one. */
  private readonly answers: Answer[] = [];
  private suspicion: Suspicion | null = null;
  /** When the last suspicion was over. */
  private overAtMs = -Infinity;

  /**
   * Takes in what a session showed. Sightings come in the order in which the sessions ended.
   * @returns whether this place is suspect now
   */
  see(sighting: Sighting): boolean {
    const hasForgotten = this.forget(sighting.endedAtMs);
    const wasSuspect = this.suspicion !== null;
    const isFailure = sighting.outcome === 'failed' && this.tells(sighting);
    if (sighting.outcome === 'answered') this.noteAnswer(sighting);
    else if (isFailure) this.noteFailure(sighting);
    // One more failure takes no suspicion away, and in a cut there are thousands.
    if (hasForgotten || sighting.outcome === 'answered' || (isFailure && !wasSuspect)) {
      this.weigh(sighting.endedAtMs);
    }
    return this.suspicion !== null;
  }

  /** Whether this place is suspect at a time that is not before the last sighting; null when it is not. */
  suspicionAt(nowMs: number): Suspicion | null {
    this.forget(nowMs);
    this.weigh(nowMs);
    return this.suspicion;
  }

  /**
   * Whether a session began while this place was suspect, or before that was over: what it sent was lost then, and its failure
   * says nothing, though others were answered meanwhile.
   */
  beganInTrouble(startedAtMs: number): boolean {
    return this.suspicion !== null || startedAtMs < this.overAtMs;
  }

  /** A target that was not well fails anyway, unless it was well until the failures began that made this place suspect. */
  private tells({ host, well }: Sighting): boolean {
    return well || (this.suspicion !== null && this.failing.has(host));
  }

  private noteAnswer({ host, address, endedAtMs }: Sighting): void {
    this.failing.delete(host);
    this.knowWell(host, address ?? this.serverOf(host), endedAtMs);
    const earlier = this.answers.findIndex((answer) => answer.host === host);
    if (earlier >= 0) this.answers.splice(earlier, 1);
    else if (this.answers.length > MAX_ANSWERS) this.answers.shift();
    this.answers.push({ host, atMs: endedAtMs });
  }

  private noteFailure({ host, address, startedAtMs, endedAtMs }: Sighting): void {
    const server = address ?? this.serverOf(host);
    this.known.put(host, { server, seenAtMs: endedAtMs });
    this.failing.put(host, { server, startedAtMs, seenAtMs: endedAtMs });
  }

  private serverOf(host: string): string {
    return this.known.get(host)?.server ?? host;
  }

  private knowWell(host: string, server: string, seenAtMs: number): void {
    const known = this.known.get(host);
    // Nearly every sighting tells nothing new.
    if (known?.server === server && seenAtMs - known.seenAtMs < KNOWN_STEP_MS) return;
    this.known.put(host, { server, seenAtMs });
  }

  /** @returns whether something that fails was forgotten */
  private forget(nowMs: number): boolean {
    this.known.forgetUntil(nowMs - BLAME_WINDOW_MS);
    return this.failing.forgetUntil(nowMs - BLAME_WINDOW_MS);
  }

  private weigh(nowMs: number): void {
    const group = this.failing.size < MIN_FAILING_SERVERS ? null : this.suspectGroup();
    if (group === null) {
      if (this.suspicion !== null) this.overAtMs = nowMs;
      this.suspicion = null;
    } else {
      const beganAtMs = group.reduce((earliest, { startedAtMs }) => Math.min(earliest, startedAtMs), Infinity);
      const sinceMs = Math.min(this.suspicion?.sinceMs ?? Infinity, beganAtMs);
      this.suspicion = { sinceMs, failing: group.length, targets: this.known.size };
    }
  }

  /** What began to fail before more answers than are ever tolerated can tell nothing any more. */
  private dropAnswered(): void {
    const [oldest] = this.answers;
    if (oldest === undefined || this.answers.length <= MAX_ANSWERS) return;
    this.failing.deleteWhere(({ startedAtMs }) => startedAtMs < oldest.atMs);
  }

  /** The largest group of hosts that have failed since some moment, with so few answers since that their place is suspect. */
  private suspectGroup(): readonly FailingHost[] | null {
    this.dropAnswered();
    const all = this.failing.values();
    // The largest groups first: those since the longest time, which tolerate the most answers.
    for (let tolerated = Math.min(this.answers.length, MAX_ANSWERS); tolerated >= 0; tolerated -= 1) {
      const firstAnswer = this.answers.at(-1 - tolerated);
      const group = firstAnswer === undefined ? all : all.filter((host) => host.startedAtMs >= firstAnswer.atMs);
      if (tolerated <= toleratedAnswers(group.length) && this.pointsHere(group)) return group;
    }
    return null;
  }

  private pointsHere(group: readonly FailingHost[]): boolean {
    const servers = new Set(group.map(({ server }) => server));
    if (servers.size < MIN_FAILING_SERVERS) return false;
    if (group.length >= MOST * this.known.size) return true;
    return new Set([...servers].map(networkOf)).size >= MIN_FAILING_NETWORKS;
  }
}

function toleratedAnswers(failing: number): number {
  return Math.max(1, Math.min(Math.floor(failing / FAILING_PER_ANSWER), MAX_ANSWERS));
}

/** Which network a server is in, roughly: IPv4 /24, IPv6 /48, of a name the last two labels. */
function networkOf(server: string): string {
  if (server.includes(':')) return ipv6Network(server);
  const labels = server.toLowerCase().replace(/\.$/, '').split('.');
  const isIpv4 = labels.length === 4 && labels.every((label) => /^\d+$/.test(label));
  return isIpv4 ? labels.slice(0, 3).join('.') : labels.slice(-2).join('.');
}

function ipv6Network(address: string): string {
  const [head = ''] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  // Zeros that are left out, as in 2001:db8::1, belong to the network.
  while (groups.length < 3) groups.push('0');
  return groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
