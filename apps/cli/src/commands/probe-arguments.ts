import { type Command, InvalidArgumentError } from 'commander';
import { isIP } from 'node:net';
import type { AddressFamily, ProbeTarget, Security, TlsPolicy } from '@twotwenty/domain/probe';
import { parseAddress, type ServerAddress } from '../parse-address.js';
import { readAuthorities } from '../read-authorities.js';

const MAX_TIMEOUT_SECONDS = 3600;
const MAX_DAYS = 3650;
/** RFC 8314 §3.3 for TLS from the start, RFC 5321 §4.5.4.2 for the rest. */
const DEFAULT_PORTS: Readonly<Record<Security, number>> = { none: 25, starttls: 25, tls: 465 };

/** Days before the end of a certificate. Commander would make an empty text of null. */
type Days = number | 'none';

/** What the flags of `twotwenty probe` say about the target. */
export interface TargetFlags {
  readonly security: Security;
  readonly certificate: TlsPolicy['certificate'];
  readonly warnDays: Days;
  readonly failDays: Days;
  readonly caFile?: readonly string[];
  readonly ehlo?: string;
  readonly strictQuit: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

/** Flags that mean nothing without TLS: who writes one believes that a certificate is checked. */
const TLS_FLAGS = {
  certificate: '--certificate',
  warnDays: '--warn-days',
  failDays: '--fail-days',
  caFile: '--ca-file',
};

/** The target that address and flags name together. Ends the command with an error where they contradict each other. */
export function toTarget({ host, port }: ServerAddress, flags: TargetFlags, command: Command): ProbeTarget {
  refuseContradictions(host, flags, command);
  const daysOf = (days: Days): number | null => (days === 'none' ? null : days);
  return {
    host,
    port: port ?? DEFAULT_PORTS[flags.security],
    security: flags.security,
    tls: { certificate: flags.certificate, warnDays: daysOf(flags.warnDays), failDays: daysOf(flags.failDays) },
    addressFamily: addressFamilyOf(flags),
    ehloName: flags.ehlo ?? null,
    strictQuit: flags.strictQuit,
  };
}

function addressFamilyOf({ ipv4, ipv6 }: TargetFlags): AddressFamily {
  if (ipv4) return 'ipv4';
  return ipv6 ? 'ipv6' : 'any';
}

function refuseContradictions(host: string, flags: TargetFlags, command: Command): void {
  const refuse = (message: string): never => command.error(`error: ${message}`);
  const { security, warnDays, failDays } = flags;
  if (flags.ipv4 && isIP(host) === 6) refuse(`option '--ipv4' contradicts the IPv6 address ${host}`);
  if (flags.ipv6 && isIP(host) === 4) refuse(`option '--ipv6' contradicts the IPv4 address ${host}`);
  if (warnDays !== 'none' && failDays !== 'none' && failDays > warnDays) {
    refuse(`option '--fail-days' must not be more than '--warn-days': ${failDays} is more than ${warnDays}`);
  }
  if (security !== 'none') return;
  for (const [name, flag] of Object.entries(TLS_FLAGS)) {
    if (command.getOptionValueSource(name) === 'cli') {
      refuse(`option '${flag}' needs '--security starttls' or '--security tls'`);
    }
  }
}

/** Reads the address of the server. @throws InvalidArgumentError */
export function readAddress(text: string): ServerAddress {
  return refusingRange(() => parseAddress(text));
}

/** Reads a number of seconds. @throws InvalidArgumentError */
export function readTimeout(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS) return seconds;
  throw new InvalidArgumentError(`It must be a number of seconds above 0, at most ${MAX_TIMEOUT_SECONDS}.`);
}

/** Reads whole days, or `none`. @throws InvalidArgumentError */
export function readDays(text: string): Days {
  if (text === 'none') return text;
  const days = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (days <= MAX_DAYS) return days;
  throw new InvalidArgumentError(`It must be a whole number of days, at most ${MAX_DAYS}, or none.`);
}

/** Reads a file of certificates and adds them to those of the files before. @throws InvalidArgumentError */
export function addAuthorities(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...refusingRange(() => readAuthorities(path))];
}

function refusingRange<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
