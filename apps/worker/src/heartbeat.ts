import { workersQueue } from '@twotwenty/contracts/queues';
import type { WorkerBeat, WorkerHealth } from '@twotwenty/contracts/worker';
import type { SelfCheck } from '@twotwenty/domain/self-check';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import type { SelfCheckCode } from '@twotwenty/smtp/self-check/findings';

const BEAT_PAUSE_MS = 15_000;
/** An older one says nothing about now. */
const MAX_BEAT_AGE_MS = 60_000;
const CHECK_PAUSE_MS = 3_600_000;
/** After trouble with the DNS, as when a machine has just been started; it doubles while the trouble lasts. */
const FIRST_RECHECK_PAUSE_MS = 60_000;
const DNS_FAILED: SelfCheckCode = 'dns-failed';
/** The last word is a courtesy: a stop does not wait for a queue that is away. */
const FAREWELL_LIMIT_MS = 1500;

/** What does not change while the process runs. */
export type WorkerIdentity = Pick<WorkerBeat, 'id' | 'hostname' | 'version' | 'startedAt' | 'maxSessions'>;

export interface HeartbeatDependencies {
  readonly queues: Pick<QueueSystem, 'send' | 'dropWaiting'>;
  readonly site: string;
  readonly identity: WorkerIdentity;
  /** SMTP sessions under way. */
  readonly sessions: () => number;
  readonly health: () => WorkerHealth;
  /** Never rejects; may take seconds. */
  readonly checkSelf: () => Promise<SelfCheck>;
  /** Whether nearly everything fails that this worker looks at. */
  readonly suspect: () => WorkerBeat['suspect'];
  readonly logger: Logger;
}

/** Says every 15 s that this worker is alive and how it looks to mail servers, from its making until it is stopped. */
export class Heartbeat {
  private readonly beats: Periodic;
  private readonly checks: Periodic;
  private sequence = 0;
  private stopped = false;
  private selfCheck: SelfCheck | null = null;
  /** Checks in a row that the DNS did not answer in full. */
  private dnsTroubles = 0;

  constructor(private readonly dependencies: HeartbeatDependencies) {
    const { logger } = dependencies;
    this.beats = repeat(logger, 'telling that this worker is alive', async () => {
      await this.beat();
      return BEAT_PAUSE_MS;
    });
    this.checks = repeat(logger, 'checking how servers see this machine', async () => {
      const checked = await this.check();
      this.dnsTroubles = hasDnsTrouble(checked) ? this.dnsTroubles + 1 : 0;
      return checkPauseMs(this.dnsTroubles);
    });
  }

  /** Says that the worker is stopping, if it can soon be said. */
  async stop(): Promise<void> {
    this.stopped = true;
    // Lookups and a queue that is away may take longer than a stop should; what they do is not missed.
    void this.checks.stop();
    void this.beats.stop();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, FAREWELL_LIMIT_MS)));
    await Promise.race([this.send().catch(() => undefined), limit]);
    clearTimeout(timer);
  }

  private async check(): Promise<SelfCheck> {
    const { checkSelf, logger } = this.dependencies;
    const checked = await checkSelf();
    const codes = (found: SelfCheck | null): string => allFindings(found).join(' ');
    if (codes(checked) !== '' && codes(checked) !== codes(this.selfCheck)) {
      logger.info(
        { findings: allFindings(checked) },
        'mail servers may distrust this machine: see GET /api/v1/workers',
      );
    }
    this.selfCheck = checked;
    // Of a queue that is away the other loop tells, and sends this later: it is no reason to check again.
    await this.beat().catch(() => undefined);
    return checked;
  }

  private async beat(): Promise<void> {
    if (!this.stopped) await this.send();
  }

  private async send(): Promise<void> {
    const { queues, site, identity, sessions, health, suspect } = this.dependencies;
    const queue = workersQueue(site);
    this.sequence += 1;
    const state = { sequence: this.sequence, stopping: this.stopped, sessions: sessions(), selfCheck: this.selfCheck };
    await queues.send(queue, [{ ...identity, ...state, health: health(), suspect: suspect() }]);
    // Of a site that was removed, or whose name is misspelt, nobody takes them: they would fill the queue's memory.
    await queues.dropWaiting(queue, MAX_BEAT_AGE_MS);
  }
}

/** Milliseconds until the next check. @param dnsTroubles checks in a row with trouble with the DNS, the last one included */
export function checkPauseMs(dnsTroubles: number): number {
  return dnsTroubles === 0 ? CHECK_PAUSE_MS : Math.min(FIRST_RECHECK_PAUSE_MS * 2 ** (dnsTroubles - 1), CHECK_PAUSE_MS);
}

function hasDnsTrouble({ findings, addresses }: SelfCheck): boolean {
  return [...findings, ...addresses.flatMap((address) => address.findings)].some(({ code }) => code === DNS_FAILED);
}

function allFindings(check: SelfCheck | null): string[] {
  if (check === null) return [];
  const ofAddresses = check.addresses.flatMap(({ address, findings }) =>
    findings.map(({ code }) => `${code} ${address}`),
  );
  return [...check.findings.map(({ code }) => code), ...ofAddresses];
}
