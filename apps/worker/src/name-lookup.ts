import { ProbeUnavailableError } from '@twotwenty/smtp/errors';
import type { Lookup } from '@twotwenty/smtp/resolve';
import { SessionSlots } from './session-slots.js';

/** The longest a probe waits for a thread to look up its name. */
const LONGEST_PATIENCE_MS = 2000;

type Addresses = Awaited<ReturnType<Lookup>>;

interface SharedLookup {
  /** Resolves when a thread is at work on it. */
  readonly begun: Promise<void>;
  readonly answer: Promise<Addresses>;
  /** Probes that want the answer; without any the name is not looked up. */
  wanted: number;
}

/**
 * A limit in front of a lookup that holds a thread for as long as it takes.
 *
 * A few names whose DNS does not answer can occupy every thread. The probes of other servers then can't be made on this
 * machine; without the limit they would look as if those servers had failed. Lookups of one name at the same time are one.
 */
export class NameLookup {
  private readonly slots: SessionSlots;
  private readonly underWay = new Map<string, SharedLookup>();

  /** @param threads lookups at once: the size of libuv's pool */
  constructor(
    private readonly lookup: Lookup,
    threads: number,
  ) {
    this.slots = new SessionSlots(threads);
  }

  /**
   * The lookup for one probe: it rejects with ProbeUnavailableError when no thread became free while half of the
   * probe's time was still left, so that the wait for a thread is never taken for the server's DNS.
   */
  forProbe(maxTestDurationMs: number): Lookup {
    const patienceMs = Math.min(LONGEST_PATIENCE_MS, maxTestDurationMs / 2);
    return async (hostname, family) => {
      const shared = this.share(hostname, family);
      shared.wanted += 1;
      try {
        await withPatience(shared.begun, patienceMs);
      } catch (error) {
        shared.wanted -= 1;
        throw error;
      }
      return shared.answer;
    };
  }

  private share(hostname: string, family: 0 | 4 | 6): SharedLookup {
    const key = `${family} ${hostname}`;
    const known = this.underWay.get(key);
    if (known !== undefined) return known;
    const begun = this.slots.take();
    const answer = begun
      .then(() => (shared.wanted > 0 ? this.lookup(hostname, family) : []))
      .finally(() => {
        this.slots.give();
        this.underWay.delete(key);
      });
    // Nobody may be waiting for it any more.
    answer.catch(() => undefined);
    const shared: SharedLookup = { begun, answer, wanted: 0 };
    this.underWay.set(key, shared);
    return shared;
  }
}

async function withPatience(begun: Promise<void>, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProbeUnavailableError('every thread that looks up names is busy: raise UV_THREADPOOL_SIZE')),
      patienceMs,
    );
  });
  try {
    await Promise.race([begun, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
