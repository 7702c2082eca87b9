import {
  childrenOf,
  peakRssBytes,
  readDroppedPackets,
  readMachineCpu,
  readStat,
  shareOfMemoryBytes,
  type MachineCpu,
} from '../proc.js';
import { sum } from '../statistics.js';

/** Processes that are counted as one. */
export interface ProcessGroup {
  readonly name: string;
  readonly pids: readonly number[];
  /** A server whose processes are its children, which come and go. */
  readonly withChildren?: boolean;
}

/** CPU and memory of a group over a window. */
export interface GroupUsage {
  readonly name: string;
  readonly processes: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
}

/** What a window cost. */
export interface WindowUsage {
  readonly groups: readonly GroupUsage[];
  /** This process itself. */
  readonly benchCpuMs: number;
  readonly machineBusyMs: number;
  readonly machineStolenMs: number;
  /** By the kernel's tracking of connections. */
  readonly droppedPackets: number;
}

const MEMORY_SAMPLE_MS = 10_000;

/** Measures groups of processes from when it is made until `end`. */
export class UsageMeter {
  private readonly cpuBefore: readonly number[];
  private readonly machineBefore: MachineCpu = readMachineCpu();
  private readonly ownBefore = process.cpuUsage();
  private readonly droppedBefore = readDroppedPackets();
  private readonly sharedPeaks = new Map<ProcessGroup, number>();
  private readonly sampler: NodeJS.Timeout;

  constructor(private readonly groups: readonly ProcessGroup[]) {
    this.cpuBefore = groups.map(cpuMsOf);
    this.sampler = setInterval(() => this.sampleSharedMemory(), MEMORY_SAMPLE_MS);
  }

  end(): WindowUsage {
    clearInterval(this.sampler);
    const cpuAfter = this.groups.map(cpuMsOf);
    const machine = readMachineCpu();
    const own = process.cpuUsage(this.ownBefore);
    this.sampleSharedMemory();
    return {
      groups: this.groups.map((group, index) => ({
        name: group.name,
        processes: pidsOf(group).length,
        cpuMs: (cpuAfter[index] ?? NaN) - (this.cpuBefore[index] ?? NaN),
        peakBytes: this.sharedPeaks.get(group) ?? sum(group.pids.map(peakRssBytes)),
      })),
      benchCpuMs: (own.user + own.system) / 1000,
      machineBusyMs: machine.busyMs - this.machineBefore.busyMs,
      machineStolenMs: machine.stolenMs - this.machineBefore.stolenMs,
      droppedPackets: readDroppedPackets() - this.droppedBefore,
    };
  }

  stop(): void {
    clearInterval(this.sampler);
  }

  /** The processes of a server share most of their memory, and the kernel keeps no peak of that. */
  private sampleSharedMemory(): void {
    for (const group of this.groups) {
      if (group.withChildren !== true) continue;
      const bytes = sum(pidsOf(group).map(shareOfMemoryBytes));
      this.sharedPeaks.set(group, Math.max(bytes, this.sharedPeaks.get(group) ?? 0));
    }
  }
}

function pidsOf({ pids, withChildren }: ProcessGroup): number[] {
  return withChildren === true ? pids.flatMap((pid) => [pid, ...childrenOf(pid).map((child) => child.pid)]) : [...pids];
}

/** A child that ended in between is found again in its parent's time for ended children. */
function cpuMsOf({ pids, withChildren }: ProcessGroup): number {
  return sum(
    pids.map((pid) => {
      const stat = readStat(pid);
      if (stat === undefined) return NaN;
      if (withChildren !== true) return stat.cpuMs;
      return stat.cpuMs + stat.endedChildrenCpuMs + sum(childrenOf(pid).map((child) => child.cpuMs));
    }),
  );
}
