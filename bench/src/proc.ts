import { readdirSync, readFileSync } from 'node:fs';
import { sum } from './statistics.js';

/** The kernel counts in USER_HZ, which is 100 for every program on the machines Node runs on. */
const MS_PER_TICK = 10;

/** What /proc/<pid>/stat says about a process; times since it began. */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  /** The same for those of its children that have ended. */
  readonly endedChildrenCpuMs: number;
}

/**
 * Parses /proc/<pid>/stat, proc_pid_stat(5).
 * @throws Error when the text is not one
 */
export function parseStat(text: string): ProcessStat {
  // The command stands in parentheses and may itself hold spaces and parentheses.
  const end = text.lastIndexOf(')');
  const fields = text
    .slice(end + 1)
    .trim()
    .split(/\s+/)
    .map(Number);
  // Field 3, the state, is the first one after the command.
  const field = (number: number): number => fields[number - 3] ?? NaN;
  const stat = {
    pid: Number.parseInt(text, 10),
    parentPid: field(4),
    cpuMs: (field(14) + field(15)) * MS_PER_TICK,
    endedChildrenCpuMs: (field(16) + field(17)) * MS_PER_TICK,
  };
  if (end < 0 || Object.values(stat).some(Number.isNaN)) throw new Error(`not a line of /proc/<pid>/stat: ${text}`);
  return stat;
}

/**
 * Finds a size in /proc/<pid>/status or smaps_rollup.
 * @param name such as `VmHWM` or `Pss`
 * @returns bytes; undefined when it is not there
 */
export function parseSize(text: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text);
  return found === null ? undefined : Number(found[1]) * 1024;
}

/** CPU time of the whole machine, summed over its cores, since it was started. */
export interface MachineCpu {
  readonly busyMs: number;
  /** Wanted, but given to other machines of the same host. */
  readonly stolenMs: number;
}

/** Parses the first line of /proc/stat. */
export function parseMachineCpu(text: string): MachineCpu {
  const found = /^cpu\s+(.+)$/m.exec(text);
  const [user = NaN, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (found?.[1] ?? '')
    .split(' ')
    .map(Number);
  return { busyMs: (user + nice + system + irq + softirq) * MS_PER_TICK, stolenMs: steal * MS_PER_TICK };
}

export function readMachineCpu(): MachineCpu {
  return parseMachineCpu(readFileSync('/proc/stat', 'utf8'));
}

/**
 * Packets that the kernel's tracking of connections dropped since it started, nearly always as its table was full: sums the column `drop`
 * of /proc/net/stat/nf_conntrack, which has a line for each core, in hexadecimal.
 */
export function parseDroppedPackets(text: string): number {
  const [head = [], ...cores] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const column = head.indexOf('drop');
  return column < 0 ? 0 : sum(cores.map((figures) => parseInt(figures[column] ?? '0', 16)));
}

/** @returns 0 where the kernel does not tell */
export function readDroppedPackets(): number {
  return parseDroppedPackets(readIfThere('/proc/net/stat/nf_conntrack') ?? '');
}

/** @returns undefined when the process has ended */
export function readStat(pid: number): ProcessStat | undefined {
  const text = readProcess(pid, 'stat');
  return text === undefined ? undefined : parseStat(text);
}

/** The processes that a process has started and that are still there. */
export function childrenOf(pid: number): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
    .filter((stat) => stat.parentPid === pid);
}

/** The most physical memory a process had at once since it began; 0 when it has ended. */
export function peakRssBytes(pid: number): number {
  return parseSize(readProcess(pid, 'status') ?? '', 'VmHWM') ?? 0;
}

/** The physical memory a process has now; 0 when it has ended. */
export function rssBytes(pid: number): number {
  return parseSize(readProcess(pid, 'status') ?? '', 'VmRSS') ?? 0;
}

/** A process's share of physical memory: what several use counts for each in part. */
export function shareOfMemoryBytes(pid: number): number {
  const share = parseSize(readProcess(pid, 'smaps_rollup') ?? '', 'Pss');
  return share ?? parseSize(readProcess(pid, 'status') ?? '', 'VmRSS') ?? 0;
}

/** Undefined when the process has ended, or belongs to somebody else who lets nobody look. */
function readProcess(pid: number, file: string): string | undefined {
  return readIfThere(`/proc/${pid}/${file}`);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
