import type { Address } from './address-order.js';
import { type ConnectProblem, connectFailureCode, describeProblems, isLocalShortage } from './connect-errors.js';
import { ProbeUnavailableError } from './errors.js';
import type { FailureCode } from './failure-codes.js';
import type { Transcript } from './transcript.js';
import type { Watch } from './watch.js';
import { Wire } from './wire.js';

/** RFC 8305 §5, Connection Attempt Delay. */
const ATTEMPT_DELAY_MS = 250;

/** What connecting came to: the connection, or why there is none. */
export type ConnectOutcome =
  { readonly wire: Wire } | { readonly wire: null; readonly code: FailureCode; readonly detail: string };

/**
 * Connects to the first address that answers (RFC 8305 §5): one attempt after the other, the next one 250 ms after the
 * last or as soon as it has failed; the first connection that is up wins and the other attempts are given up.
 *
 * @param addresses at least one, in the order to try them.
 * @throws ProbeUnavailableError (as a rejection) if this machine cannot open sockets.
 */
export function connectToAny(
  addresses: readonly Address[],
  port: number,
  watch: Watch,
  transcript: Transcript,
): Promise<ConnectOutcome> {
  return new Promise((resolve, reject) => new Race(addresses, port, watch, transcript, resolve, reject).begin());
}

class Race {
  private readonly attempts = new Set<Wire>();
  private readonly problems: ConnectProblem[] = [];
  private tried = 0;
  private delay: NodeJS.Timeout | null = null;

  constructor(
    private readonly addresses: readonly Address[],
    private readonly port: number,
    private readonly watch: Watch,
    private readonly transcript: Transcript,
    private readonly resolve: (outcome: ConnectOutcome) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  begin(): void {
    this.watch.onInterrupt = () => this.giveUp();
    this.tryNext();
  }

  private tryNext(): void {
    const address = this.addresses[this.tried];
    if (address === undefined) return;
    this.tried += 1;
    this.attempts.add(new Wire(address, this.port, this.transcript, this.onOpened));
    if (this.tried < this.addresses.length) this.delay = setTimeout(() => this.tryNext(), ATTEMPT_DELAY_MS);
  }

  private readonly onOpened = (wire: Wire, errno: string | null): void => {
    this.attempts.delete(wire);
    if (errno === null) {
      this.finish();
      this.resolve({ wire });
      return;
    }
    const problem = { address: wire.address, errno };
    this.problems.push(problem);
    this.transcript.add('*', `cannot connect to ${wire.address.address}: ${errno}`);
    if (isLocalShortage(problem)) {
      this.finish();
      this.reject(new ProbeUnavailableError(errno));
    } else if (this.tried < this.addresses.length) {
      if (this.delay !== null) clearTimeout(this.delay);
      this.tryNext();
    } else if (this.attempts.size === 0) {
      this.finish();
      this.resolve({ wire: null, code: connectFailureCode(this.problems), detail: describeProblems(this.problems) });
    }
  };

  /** The deadline has passed, or the probe is aborted. */
  private giveUp(): void {
    const pending = [...this.attempts].map((wire) => ({ address: wire.address, errno: 'no answer' }));
    this.finish();
    const detail = describeProblems([...this.problems, ...pending]);
    this.resolve({ wire: null, code: 'connect-timeout', detail });
  }

  private finish(): void {
    if (this.delay !== null) clearTimeout(this.delay);
    this.watch.onInterrupt = null;
    for (const wire of this.attempts) wire.drop();
  }
}
