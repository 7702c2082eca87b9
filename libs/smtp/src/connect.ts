import type { AddressGate, Visit } from './address-gate.js';
import type { Address } from './address-order.js';
import {
  type ConnectProblem,
  connectFailureCode,
  describeProblems,
  isLocalShortage,
  NO_ANSWER,
} from './connect-errors.js';
import { AddressBusyError, ProbeUnavailableError } from './errors.js';
import type { FailureCode } from '@twotwenty/domain/failure-codes';
import type { Transcript } from './transcript.js';
import { MAX_TIMER_MS, type Watch } from './watch.js';
import { Wire } from './wire.js';

/** RFC 8305 §5, Connection Attempt Delay. */
const ATTEMPT_DELAY_MS = 250;
const MAX_REMARKS = 8;

/** What connecting came to: the connection, or why there is none. */
export type ConnectOutcome =
  { readonly wire: Wire } | { readonly wire: null; readonly code: FailureCode; readonly detail: string };

/**
 * Connects to the first address that answers (RFC 8305 §5): one attempt after the other, the next one 250 ms after the
 * last or as soon as it has failed; the first connection that is up wins and the other attempts are given up.
 *
 * @param addresses at least one, in the order to try them.
 * @param gate asked before each attempt; the clock stands still while it is waited for, so that an address whose turn
 *   comes late has as much time as without the gate. Attempts under way meanwhile have no more than that either.
 * @throws ProbeUnavailableError (as a rejection) if this machine cannot open sockets, or the gate lets none in.
 */
export function connectToAny(
  addresses: readonly Address[],
  port: number,
  watch: Watch,
  transcript: Transcript,
  gate: AddressGate | null,
): Promise<ConnectOutcome> {
  return new Promise((resolve, reject) => new Race(addresses, port, watch, transcript, gate, resolve, reject).begin());
}

class Race {
  private readonly attempts = new Set<Wire>();
  /** When to give up the attempts for which the clock has stood still. */
  private readonly bounds: NodeJS.Timeout[] = [];
  private readonly problems: ConnectProblem[] = [];
  private tried = 0;
  /** The visit whose turn is awaited; no further address is tried meanwhile. */
  private waiting: { readonly visit: Visit; readonly address: Address } | null = null;
  /** Why the gate did not let us try an address; then none is known to be the server's fault. */
  private refusal: ProbeUnavailableError | null = null;
  private delay: NodeJS.Timeout | null = null;

  constructor(
    private readonly addresses: readonly Address[],
    private readonly port: number,
    private readonly watch: Watch,
    private readonly transcript: Transcript,
    private readonly gate: AddressGate | null,
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
    if (this.gate === null) {
      this.attempt(address, null);
      return;
    }
    const visit = this.gate.visit(address.address, (error) => this.onTurn(address, visit, error));
    if (visit.admitted) this.attempt(address, visit);
    else this.awaitTurn(address, visit);
  }

  private awaitTurn(address: Address, visit: Visit): void {
    this.waiting = { visit, address };
    const leftMs = Math.min(this.watch.remainingMs, MAX_TIMER_MS);
    this.watch.pause();
    // Where there is an earlier one, that comes first.
    for (const wire of this.attempts) this.bounds.push(setTimeout(() => this.abandon(wire), leftMs));
  }

  private attempt(address: Address, visit: Visit | null): void {
    this.attempts.add(new Wire(address, this.port, this.transcript, this.onOpened, visit));
    if (this.tried < this.addresses.length) this.delay = setTimeout(() => this.tryNext(), ATTEMPT_DELAY_MS);
  }

  /** The gate has decided about a visit that had to wait. */
  private onTurn(address: Address, visit: Visit, error: ProbeUnavailableError | null): void {
    this.watch.resume();
    // No time was left, which has ended the race.
    if (this.watch.interrupted) return;
    this.waiting = null;
    if (error === null) this.attempt(address, visit);
    else {
      this.refusal = error;
      this.goOn();
    }
  }

  private readonly onOpened = (wire: Wire, errno: string | null): void => {
    this.attempts.delete(wire);
    if (errno === null) {
      this.watch.onInterrupt = null;
      // The turn that is waited for was not its own.
      this.watch.catchUp();
      this.finish();
      this.resolve({ wire });
      return;
    }
    const problem = { address: wire.address, errno };
    this.noteProblem(problem);
    if (isLocalShortage(problem)) {
      this.finish();
      this.reject(new ProbeUnavailableError(errno));
    } else this.goOn();
  };

  /** An attempt has had its time, though others have not. */
  private abandon(wire: Wire): void {
    if (!this.attempts.delete(wire)) return;
    wire.drop();
    this.noteProblem({ address: wire.address, errno: NO_ANSWER });
    this.goOn();
  }

  /** An address has come to nothing: the next one, or the end when none is left. */
  private goOn(): void {
    if (this.waiting !== null) return;
    if (this.tried < this.addresses.length) {
      if (this.delay !== null) clearTimeout(this.delay);
      this.tryNext();
    } else if (this.attempts.size === 0) {
      this.finish();
      this.fail(this.problems);
    }
  }

  /** The deadline has passed, or the probe is aborted. */
  private giveUp(): void {
    const pending = [...this.attempts].map((wire) => ({ address: wire.address, errno: NO_ANSWER }));
    if (this.waiting !== null) this.refusal = new AddressBusyError(this.waiting.address.address);
    this.finish();
    this.fail([...this.problems, ...pending]);
  }

  private fail(problems: readonly ConnectProblem[]): void {
    if (this.refusal !== null && !this.watch.aborted) this.reject(this.refusal);
    else this.resolve({ wire: null, code: connectFailureCode(problems), detail: describeProblems(problems) });
  }

  /** A host may have a thousand addresses, and the transcript belongs to the dialogue. */
  private noteProblem(problem: ConnectProblem): void {
    this.problems.push(problem);
    const { address, errno } = problem;
    if (this.problems.length <= MAX_REMARKS) {
      this.transcript.add('*', `cannot connect to ${address.address}: ${errno}`);
    } else if (this.problems.length === MAX_REMARKS + 1) this.transcript.add('*', 'nor to further addresses');
  }

  private finish(): void {
    if (this.delay !== null) clearTimeout(this.delay);
    for (const bound of this.bounds) clearTimeout(bound);
    this.waiting?.visit.leave();
    this.watch.onInterrupt = null;
    this.watch.resume();
    for (const wire of this.attempts) wire.drop();
  }
}
