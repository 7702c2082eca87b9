/**
 * This machine could not make the probe: out of file descriptors, memory, local ports, or ways to look up a name. It says
 * nothing about the server, so it must never count as a failed test: callers report the probe as not made.
 */
export class ProbeUnavailableError extends Error {
  override readonly name = 'ProbeUnavailableError';

  /** @param reason what was short, such as `EMFILE` */
  constructor(readonly reason: string) {
    super(`The probe could not be made on this machine (${reason}).`);
  }
}

/** The turn of a probe at an address did not come in time, so that it was not made. */
export class AddressBusyError extends ProbeUnavailableError {
  constructor(readonly address: string) {
    super(`address busy: ${address} has its limit of sessions from this process, and others wait before this probe`);
  }
}
