import type { ProbeResult } from '@twotwenty/domain/probe';
import { judgePort25, type Port25Attempt, type Port25State } from '@twotwenty/domain/sites/port-25';
import { isPublicAddress } from '@twotwenty/smtp/self-check/addresses';

const PORT = 25;
/** More addresses than any judgement needs. */
const MAX_ADDRESSES = 64;
const SILENT_CODES: readonly string[] = ['connect-timeout', 'connect-unreachable'];

/** What the probes of this process saw of port 25 of public addresses. Nothing is connected to for its sake. */
export class Port25Record {
  private connected: Port25Attempt | null = null;
  /** By address, the one that was tried longest ago first. */
  private readonly failed = new Map<string, Port25Attempt>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Takes notice of a probe. @param tried the addresses that it asked for */
  note(port: number, result: ProbeResult, tried: readonly string[]): void {
    if (port !== PORT) return;
    const atMs = this.nowMs();
    const { address } = result.target;
    if (address !== null) {
      if (isPublicAddress(address)) this.connected = { address, atMs, outcome: 'connected' };
      return;
    }
    if (result.failure?.phase !== 'connect') return;
    const outcome = SILENT_CODES.includes(result.failure.code) ? 'silent' : 'refused';
    for (const name of tried.filter(isPublicAddress)) this.noteFailed({ address: name, atMs, outcome });
  }

  judge(): Port25State {
    const attempts = [...this.failed.values()];
    return judgePort25(this.connected === null ? attempts : [...attempts, this.connected], this.nowMs());
  }

  private noteFailed(attempt: Port25Attempt): void {
    this.failed.delete(attempt.address);
    this.failed.set(attempt.address, attempt);
    if (this.failed.size <= MAX_ADDRESSES) return;
    for (const oldest of this.failed.keys()) {
      this.failed.delete(oldest);
      return;
    }
  }
}
