import type { ProbeUnavailableError } from './errors.js';

/** A connection to an address, wanted or made. */
export interface Visit {
  /** False while it has to wait for its turn. */
  readonly admitted: boolean;
  /** Ends the visit: the connection is closed, or not wanted any more. Further calls do nothing. */
  leave(): void;
}

/**
 * Asked before each connection, so that one process is a good guest of every mail server: it may limit the
 * connections to one address and make them follow each other slowly. Waiting here is no part of the test.
 */
export interface AddressGate {
  /**
   * Asks to connect to an address.
   *
   * @param onTurn called once if the visit had to wait: with null when it is admitted, or with the error with which
   *   the probe ends when it can't be. Not called after `leave`.
   */
  visit(address: string, onTurn: (error: ProbeUnavailableError | null) => void): Visit;
}
