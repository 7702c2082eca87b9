import type { Address } from './address-order.js';
import type { FailureCode } from '@twotwenty/domain/failure-codes';

/** Why one address could not be reached. */
export interface ConnectProblem {
  readonly address: Address;
  readonly errno: string;
}

const MAX_NAMED = 5;

/** In place of an error: nothing came until the time was up. */
export const NO_ANSWER = 'no answer';

const CODES: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'connect-refused',
  [NO_ANSWER]: 'connect-timeout',
  ETIMEDOUT: 'connect-timeout',
  ENETUNREACH: 'connect-unreachable',
  EHOSTUNREACH: 'connect-unreachable',
  ENETDOWN: 'connect-unreachable',
  EHOSTDOWN: 'connect-unreachable',
  EAFNOSUPPORT: 'connect-unreachable',
  // Without IPv6 on this machine; for IPv4 it means that the local ports are used up, see `isLocalShortage`.
  EADDRNOTAVAIL: 'connect-unreachable',
};

/** Which problem to report when addresses fail in different ways: what came from the host itself tells most. */
const MOST_TELLING_FIRST: readonly FailureCode[] = [
  'connect-refused',
  'connect-timeout',
  'connect-failed',
  'connect-unreachable',
];

/** True if this machine, and not the server or the network, is the reason. */
export function isLocalShortage({ address, errno }: ConnectProblem): boolean {
  return (
    ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(errno) || (errno === 'EADDRNOTAVAIL' && address.family === 4)
  );
}

/** The failure code for a connection that none of the addresses allowed. */
export function connectFailureCode(problems: readonly ConnectProblem[]): FailureCode {
  const codes = problems.map(({ errno }) => CODES[errno] ?? 'connect-failed');
  return MOST_TELLING_FIRST.find((code) => codes.includes(code)) ?? 'connect-failed';
}

/** The problems in one line; a host may have a thousand addresses. */
export function describeProblems(problems: readonly ConnectProblem[]): string {
  const named = problems.slice(0, MAX_NAMED).map(({ address, errno }) => `${address.address} (${errno})`);
  if (problems.length > MAX_NAMED) named.push(`and ${problems.length - MAX_NAMED} more`);
  return named.join(', ');
}
