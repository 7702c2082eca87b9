import { ADDRCONFIG } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, isIPv4 } from 'node:net';
import { TERMINATION_GRACE_MS, runProgram } from '../external-process/run-program.js';
import { abortable } from '../resolve-host.js';
import { TimeLimit } from '../time-limit.js';
import type { RecoveryFailure } from './recovery-method.js';
import {
  configurationIn,
  findSambaProgram,
  sambaEnvironment,
  type SambaProgram,
  withSambaFolder,
} from './samba-program.js';

/** The addresses of a machine, in the order in which they are to be tried. */
export interface ResolvedMachine {
  readonly result: 'done';
  readonly addresses: readonly [string, ...string[]];
  readonly foundBy: 'address' | 'dns' | 'netbios';
}

export interface ResolveMachineOptions {
  /** Samba's nmblookup(1); by default the one on the PATH. */
  readonly nmblookup?: SambaProgram;
}

/** Windows answers within a fraction of a second or not at all. */
const NETBIOS_LIMIT_MS = 5_000;

/** A label of a host name that fits NetBIOS (RFC 1001 §14.1 less what a shell or an option could be). */
const NETBIOS_NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,14}$/;

/**
 * All addresses of a machine: those of an address are itself; names are looked up as the system does, and by NetBIOS when it
 * does not know one of a single label. Names begin with a letter or a digit.
 */
export async function resolveMachine(
  machine: string,
  signal: AbortSignal,
  options: ResolveMachineOptions = {},
): Promise<ResolvedMachine | RecoveryFailure> {
  if (isIP(machine) !== 0) return { result: 'done', addresses: [machine], foundBy: 'address' };
  if (!/^[A-Za-z0-9_]/.test(machine) || /[\s\0]/.test(machine))
    return unknownHost(`${machine} is no name of a machine`);
  if (signal.aborted) return outOfTime(machine);
  try {
    const found = await abortable(lookup(machine, { all: true, hints: ADDRCONFIG }), signal);
    const [first, ...rest] = [...new Set(found.map(({ address }) => address))];
    if (first !== undefined) return { result: 'done', addresses: [first, ...rest], foundBy: 'dns' };
  } catch (error) {
    if (signal.aborted) return outOfTime(machine);
    if (!NETBIOS_NAME.test(machine)) return unknownHost(`${machine} is unknown to DNS (${codeOf(error)})`);
  }
  return askNetBios(machine, signal, options);
}

async function askNetBios(
  name: string,
  signal: AbortSignal,
  options: ResolveMachineOptions,
): Promise<ResolvedMachine | RecoveryFailure> {
  if (!NETBIOS_NAME.test(name)) return unknownHost(`${name} is unknown to DNS`);
  const program = await findSambaProgram('nmblookup', options.nmblookup);
  if (program === null) {
    return unknownHost(
      `${name} is unknown to DNS, and NetBIOS names need nmblookup, which is not installed (on Debian: samba-common-bin)`,
    );
  }
  const output = await withSambaFolder(async (folder) => {
    using limit = new TimeLimit(signal, NETBIOS_LIMIT_MS);
    if (limit.signal.aborted) return '';
    const result = await runProgram({
      path: program.path,
      // 20: the file service, which one machine of that name has. Without it a workgroup answers, that is, all of its machines.
      arguments: [`--configfile=${configurationIn(folder)}`, '--', `${name}#20`],
      environment: sambaEnvironment(folder, program),
      workingFolder: folder,
      identity: null,
      input: '',
      timeoutMs: NETBIOS_LIMIT_MS + TERMINATION_GRACE_MS,
      signal: limit.signal,
    });
    return result.output;
  });
  if (signal.aborted) return outOfTime(name);
  const [first, ...rest] = netBiosAddresses(output, name);
  if (first === undefined) return unknownHost(`neither DNS nor NetBIOS know ${name}`);
  return { result: 'done', addresses: [first, ...rest], foundBy: 'netbios' };
}

/** @param output what nmblookup printed for `name#20`, such as `192.0.2.7 FILESRV<20>` */
export function netBiosAddresses(output: string, name: string): readonly string[] {
  const addresses = output.split('\n').flatMap((line) => {
    const [, address = '', answered] = /^(\S+) (\S+)<20>$/.exec(line) ?? [];
    const usable = isIPv4(address) && address !== '0.0.0.0' && address !== '255.255.255.255';
    return usable && answered?.toUpperCase() === name.toUpperCase() ? [address] : [];
  });
  return [...new Set(addresses)];
}

function unknownHost(detail: string): RecoveryFailure {
  return { result: 'failed', code: 'unknown-host', detail, exitStatus: null };
}

function outOfTime(machine: string): RecoveryFailure {
  return {
    result: 'failed',
    code: 'time-limit',
    detail: `the name ${machine} was not resolved in time`,
    exitStatus: null,
  };
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? 'no answer');
}
