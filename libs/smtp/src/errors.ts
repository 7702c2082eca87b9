import type { Security } from '@twotwenty/domain/probe';

/** The target asks for a kind of connection security that this probe does not speak. Nothing was sent. */
export class UnsupportedSecurityError extends Error {
  override readonly name = 'UnsupportedSecurityError';

  constructor(readonly security: Security) {
    super(`Security "${security}" is not supported by this probe; supported is "none".`);
  }
}

/**
 * This machine could not open a socket (out of file descriptors, memory or local ports). It says nothing about the
 * server, so it must never count as a failed test: callers report the probe as not made.
 */
export class ProbeUnavailableError extends Error {
  override readonly name = 'ProbeUnavailableError';

  constructor(readonly errno: string) {
    super(`The probe could not open a socket on this machine (${errno}).`);
  }
}
