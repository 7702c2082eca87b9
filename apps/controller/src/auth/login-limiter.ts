import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;
const MAX_FAILURES = 10;
const MAX_ADDRESSES = 10_000;

/** Counts failed logins by address, in this process alone: a guard against guessing, not a truth to share. */
export class LoginLimiter {
  private readonly failures = new Map<string, number[]>();

  /** @param clock milliseconds that never go back */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /**
   * Counts a try before its password is looked at, so that many at once can't pass; `succeeded` takes it back.
   * @returns seconds to wait, or 0 when the try may go on
   */
  begin(address: string): number {
    const now = this.clock();
    const key = networkOf(address);
    const recent = (this.failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
    const oldest = recent[0];
    if (recent.length >= MAX_FAILURES && oldest !== undefined) return Math.ceil((oldest + WINDOW_MS - now) / 1000);
    this.failures.delete(key);
    this.makeRoom(now);
    this.failures.set(key, [...recent, now]);
    return 0;
  }

  /** Whoever knows the password is not guessing. */
  succeeded(address: string): void {
    this.failures.delete(networkOf(address));
  }

  /** The map is in the order of the last try, so what may be forgotten stands in front. */
  private makeRoom(now: number): void {
    for (const [key, tries] of this.failures) {
      const isOver = (tries.at(-1) ?? 0) <= now - WINDOW_MS;
      if (!isOver && this.failures.size < MAX_ADDRESSES) return;
      this.failures.delete(key);
    }
  }
}

/** One customer has a /64 of IPv6 addresses to try from. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail === undefined) return groups.slice(0, 4).join(':');
  const rest = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0');
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':');
}
