import { probeOrderSchema, type ProbeOrder, type ProbeReport } from '@twotwenty/contracts/jobs';
import { parseEach } from '@twotwenty/contracts/parse-each';
import { probeQueue } from '@twotwenty/contracts/queues';
import type { Logger } from '@twotwenty/observability/logger';
import { PoisonedMessageError, type Consumer, type QueueSystem } from '@twotwenty/queue/queue-system';
import { probe } from '@twotwenty/smtp/probe';
import { systemLookup } from '@twotwenty/smtp/resolve';
import { NameLookup } from './name-lookup.js';
import { ReportSender } from './report-sender.js';
import { toReport } from './report.js';
import { SessionSlots } from './session-slots.js';

/** How long a stop waits for sessions under way before it hands their probes back. */
const STOP_PATIENCE_MS = 3000;

export interface WorkerDependencies {
  readonly queues: QueueSystem;
  readonly site: string;
  readonly maxSessions: number;
  /** Names looked up at once: the threads of this process. */
  readonly lookupThreads: number;
  readonly logger: Logger;
}

/** Holds the SMTP sessions of one process of a site, and reports what they showed. */
export class ProbeWorker {
  private readonly slots: SessionSlots;
  private readonly names: NameLookup;
  private readonly reports: ReportSender;
  private readonly aborter = new AbortController();
  private consumer: Consumer | undefined;

  constructor(private readonly dependencies: WorkerDependencies) {
    this.slots = new SessionSlots(dependencies.maxSessions);
    this.names = new NameLookup(systemLookup, dependencies.lookupThreads);
    this.reports = new ReportSender(dependencies.queues, dependencies.site, dependencies.logger);
  }

  /** Begins to take jobs from the site's queue. */
  async start(): Promise<void> {
    const { queues, site } = this.dependencies;
    this.consumer = await queues.consume(probeQueue(site), (job) => this.runJob(job.orders));
  }

  /** Takes no further jobs, lets sessions end that are about to, hands the rest back, and sends what was seen. */
  async stop(): Promise<void> {
    const patience = setTimeout(() => this.aborter.abort(), STOP_PATIENCE_MS);
    await this.consumer?.close();
    clearTimeout(patience);
    await this.reports.stop();
  }

  private async runJob(items: readonly unknown[]): Promise<void> {
    const { valid, problems } = parseEach(probeOrderSchema, items, 'orders');
    const handedBack: ProbeOrder[] = [];
    await Promise.all(
      valid.map(async (order) => {
        if (!(await this.runOrder(order))) handedBack.push(order);
      }),
    );
    if (handedBack.length > 0) await this.handBack(handedBack);
    if (problems.length > 0) throw new PoisonedMessageError(problems);
  }

  /** @returns false when the worker stopped before the probe was done */
  private async runOrder(order: ProbeOrder): Promise<boolean> {
    const report = await this.makeProbe(order);
    if (report === 'stopped') return false;
    // Not part of the session's slot: the next session need not wait until this report has left.
    if (report !== 'nothing') await this.reports.add(report);
    return true;
  }

  private async makeProbe(order: ProbeOrder): Promise<ProbeReport | 'nothing' | 'stopped'> {
    const { logger } = this.dependencies;
    const { signal } = this.aborter;
    await this.slots.take();
    try {
      const startedAtMs = Date.now();
      if (signal.aborted) return 'stopped';
      if (startedAtMs > order.expiresAtMs) {
        logger.debug({ monitor: order.monitor, test: order.test }, 'dropped an expired probe');
        return 'nothing';
      }
      const { target, maxTestDurationMs } = order;
      const result = await probe(target, { maxTestDurationMs, signal, lookup: this.names.forProbe(maxTestDurationMs) });
      return toReport(order, result, startedAtMs);
    } catch (error) {
      if (signal.aborted) return 'stopped';
      // The probe itself could not work. That says nothing about the server, so nothing is reported.
      logger.error({ err: error, monitor: order.monitor, test: order.test }, 'a probe could not be made');
      return 'nothing';
    } finally {
      this.slots.give();
    }
  }

  /** Gives probes to the other workers of the site, or to the next one that starts. */
  private async handBack(orders: readonly ProbeOrder[]): Promise<void> {
    const { queues, site, logger } = this.dependencies;
    await queues.send(probeQueue(site), [{ orders }]);
    logger.info({ probes: orders.length }, 'handed back probes that were not done');
  }
}
