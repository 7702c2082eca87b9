import type { Result } from '@twotwenty/contracts/history';
import { formatNumber } from '../numbers/format-number.js';

export type Timings = Result['timings'];
export type Phase = NonNullable<Result['phase']>;

export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  dns: 'DNS look-up',
  connect: 'Connect',
  tls: 'TLS handshake',
  greeting: 'Greeting',
  ehlo: 'EHLO',
  starttls: 'STARTTLS',
  auth: 'AUTH',
  quit: 'QUIT',
};

const TIMED = ['dns', 'connect', 'tls', 'greeting', 'ehlo', 'quit'] as const;

/** One phase of a session that took place. */
export interface PhaseTime {
  readonly phase: (typeof TIMED)[number];
  readonly ms: number;
}

/** The phases that took place, in their order; STARTTLS is part of the TLS handshake. */
export function phaseTimes(timings: Timings): readonly PhaseTime[] {
  return TIMED.flatMap((phase) => {
    const ms = timings[`${phase}Ms`];
    return ms === null ? [] : [{ phase, ms }];
  });
}

/** `0.4 ms`, `12 ms`, `1.2 s`: as fine as it says something. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${formatNumber(ms, 1)}\u00a0ms`;
  if (ms < 1000) return `${Math.round(ms)}\u00a0ms`;
  return `${formatNumber(ms / 1000, ms < 10_000 ? 2 : 1)}\u00a0s`;
}
