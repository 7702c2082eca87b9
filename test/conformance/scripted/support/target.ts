import type { ProbeTarget } from '@twotwenty/domain/probe';

/** A target at a port of this machine; `overrides` as wanted. */
export function aTarget(overrides: Partial<ProbeTarget>): ProbeTarget {
  return {
    host: '127.0.0.1',
    port: 25,
    security: 'none',
    tls: { certificate: 'require', warnDays: null, failDays: null },
    addressFamily: 'any',
    ehloName: null,
    strictQuit: false,
    ...overrides,
  };
}
