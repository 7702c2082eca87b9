import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MIB = 1024 * 1024;

/** Watches the memory of this process. */
export class Memory {
  private readonly collectGarbage: () => void;
  private baselineHeap: number | null = null;
  private baselineResources = 0;
  private peakRss = 0;

  constructor() {
    setFlagsFromString('--expose-gc');
    this.collectGarbage = runInNewContext('gc') as () => void;
  }

  get rssPeakMib(): number {
    return this.peakRss / MIB;
  }

  /** Resident memory now, in MiB. */
  sampleMib(): number {
    const rss = process.memoryUsage.rss();
    this.peakRss = Math.max(this.peakRss, rss);
    return rss / MIB;
  }

  /** Frees what is not used any more; V8 lets garbage pile up for long while there is room. */
  tidyUp(): void {
    this.collectGarbage();
  }

  /** Sets what later growth is measured against. To be called when all is loaded and warm and no session is open. */
  setBaseline(): void {
    this.baselineHeap = this.heapBytes();
    this.baselineResources = openResources();
  }

  /** Growth of the live heap since the baseline, in MiB; null without one. */
  growthMib(): number | null {
    return this.baselineHeap === null ? null : (this.heapBytes() - this.baselineHeap) / MIB;
  }

  /** Sockets and timers that are open now and were not at the baseline. */
  resourcesLeft(): number {
    return openResources() - this.baselineResources;
  }

  private heapBytes(): number {
    this.collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  }
}

function openResources(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(?:TCP|TLS|Timeout$|Immediate)/.test(name)).length;
}
