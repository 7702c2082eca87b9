import {
  checkOrderSchema,
  concernsCheck,
  probeOrderSchema,
  type CheckOrder,
  type ProbeOrder,
} from '@twotwenty/contracts/jobs';
import { MAX_PROBES_PER_JOB } from '@twotwenty/contracts/limits';
import { parseEach } from '@twotwenty/contracts/parse-each';
import type { NotProbedReason } from '@twotwenty/contracts/probe-check';
import { probeQueue } from '@twotwenty/contracts/queues';
import type { WorkerBeat, WorkerHealth } from '@twotwenty/contracts/worker';
import { networkOutcome } from '@twotwenty/domain/blame';
import type { ProbeResult } from '@twotwenty/domain/probe';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import { QueueClock } from '@twotwenty/queue/queue-clock';
import { PoisonedMessageError, type PacedConsumer, type QueueSystem } from '@twotwenty/queue/queue-system';
import { AddressBusyError } from '@twotwenty/smtp/errors';
import { probe } from '@twotwenty/smtp/probe';
import { systemLookup } from '@twotwenty/smtp/resolve';
import { AddressGates, type ProbeGate } from './address-gate.js';
import { BlameCheck, holdLimitMs, toSeenSession } from './blame-check.js';
import type { CourtesyLimits } from './courtesy.js';
import { NameLookup } from './name-lookup.js';
import { QueueContact } from './queue-contact.js';
import { ReportSender } from './report-sender.js';
import { patienceMs, toCheckReport, toReport } from './report.js';
import { Punctuality } from './punctuality.js';
import { Seat, SessionSlots } from './session-slots.js';
import { Tally } from './tally.js';
import { Vitals } from './vitals.js';

/** How long a stop waits for sessions under way before it hands their probes back. */
const STOP_PATIENCE_MS = 3000;
const CLOCK_PAUSE_MS = 60_000;
/** Where an order waits for a session for so long, or is so late, there is more to do than can be done. */
const CROWDED_AFTER_MS = 500;
/**
 * Orders in hand at once where they are late, in three jobs at least: so that there is always something to do. More would only wait here, where no
 * other worker can have them and the garbage collector has to copy them.
 */
const ORDERS_WHEN_LATE = 600;
const MIN_JOBS_WHEN_LATE = 3;
/** A clock that is further off deserves a word, although it does no harm. */
const CLOCK_TOLERANCE_MS = 2000;

export interface WorkerDependencies {
  readonly queues: QueueSystem;
  readonly site: string;
  readonly maxSessions: number;
  /** What this process may do to one address by itself. */
  readonly perAddress: CourtesyLimits;
  /** The name for EHLO where a monitor has none; by default that of the machine. */
  readonly ehloName?: string | undefined;
  /** Names looked up at once: the threads of this process. */
  readonly lookupThreads: number;
  readonly logger: Logger;
}

interface MadeProbe {
  readonly result: ProbeResult;
  readonly gate: ProbeGate;
}

/** Why a probe was not made; `handed-back`: another worker makes it. */
type NotMade = NotProbedReason | 'handed-back';

type Order = ProbeOrder | CheckOrder;

/** Holds the SMTP sessions of one process of a site, and reports what they showed. */
export class ProbeWorker {
  private readonly slots: SessionSlots;
  private readonly punctuality = new Punctuality();
  private readonly names: NameLookup;
  private readonly gates: AddressGates;
  private readonly contact: QueueContact;
  private readonly blame: BlameCheck;
  private readonly turnedBack: Tally;
  private readonly reports: ReportSender;
  private readonly clock: QueueClock;
  private readonly vitals = new Vitals();
  private readonly aborter = new AbortController();
  private readonly sessions = new Set<Promise<void>>();
  private readonly undone: Order[] = [];
  private consumer: PacedConsumer | undefined;
  /** How late the order was that had a session last; 0 where one came early since. */
  private latenessMs = 0;
  /** Orders in the job that came last. */
  private jobSize = 1;
  private clockKeeper: Periodic | undefined;

  constructor(private readonly dependencies: WorkerDependencies) {
    this.slots = new SessionSlots(dependencies.maxSessions);
    this.names = new NameLookup(systemLookup, dependencies.lookupThreads);
    this.gates = new AddressGates(dependencies.perAddress, (address, pauseMs) => this.tellBackOff(address, pauseMs));
    this.contact = new QueueContact(() => dependencies.queues.nowMs(), dependencies.logger);
    this.blame = new BlameCheck(this.contact, dependencies.logger);
    this.turnedBack = new Tally((probes) =>
      dependencies.logger.warn(
        { probes },
        'probes that could not be made: their turn at a busy address did not come in time',
      ),
    );
    this.reports = new ReportSender(dependencies.queues, dependencies.site, dependencies.logger);
    this.clock = new QueueClock(dependencies.queues);
  }

  /** SMTP sessions under way. */
  get sessionsUnderWay(): number {
    return this.slots.taken;
  }

  /** How this worker is doing. */
  health(): WorkerHealth {
    return this.vitals.measure(this.slots.waiting);
  }

  /** Since when nearly everything fails that this process looks at; null while it does not. */
  get suspicion(): WorkerBeat['suspect'] {
    return this.blame.suspicion;
  }

  /** Begins to take jobs from the site's queue. */
  async start(): Promise<void> {
    const { queues, site, logger } = this.dependencies;
    await this.synchronizeClock();
    this.consumer = await queues.consume(probeQueue(site), (job) => this.beginJob(job.orders));
    this.clockKeeper = repeat(logger, 'asking the queue for its time', async () => {
      await this.synchronizeClock();
      return CLOCK_PAUSE_MS;
    });
  }

  /** Takes no further jobs, lets sessions end that are about to, hands the rest back, and sends what was seen. */
  async stop(): Promise<void> {
    const patience = setTimeout(() => {
      this.aborter.abort();
      this.blame.stop();
    }, STOP_PATIENCE_MS);
    await this.consumer?.close();
    await Promise.all(this.sessions);
    clearTimeout(patience);
    await this.handBack();
    await this.reports.stop();
    await this.clockKeeper?.stop();
    await this.contact.stop();
    this.turnedBack.stop();
    this.vitals.stop();
  }

  /**
   * Begins the probes of a job, each when it is due. The job is done when each has a session, not when the slowest session has ended: a few
   * silent servers must not keep the worker from taking further jobs. If the process is killed its sessions are lost, and
   * the leases of their tests run out; given to another worker they would have expired.
   */
  private async beginJob(items: readonly unknown[]): Promise<void> {
    this.jobSize = items.length;
    const tests = parseEach(
      probeOrderSchema,
      items.filter((item) => !concernsCheck(item)),
      'orders',
    );
    const checks = parseEach(checkOrderSchema, items.filter(concernsCheck), 'checks');
    const outcomes = await Promise.all([...tests.valid, ...checks.valid].map((order) => this.begin(order)));
    const expired = outcomes.filter((outcome) => outcome === 'expired').length;
    if (expired > 0) this.dependencies.logger.warn({ probes: expired }, 'too late for these probes: they were dropped');
    const problems = [...tests.problems, ...checks.problems];
    if (problems.length > 0) throw new PoisonedMessageError(problems);
  }

  private async begin(order: Order): Promise<'begun' | 'expired' | 'undone'> {
    // What somebody tries is for now.
    if ('dueAtMs' in order) await this.awaitDue(order);
    const slot = this.slots.take();
    this.heedCrowd();
    await slot;
    const startedAtMs = this.clock.nowMs();
    if ('dueAtMs' in order) this.latenessMs = startedAtMs - order.dueAtMs;
    this.heedCrowd();
    if (this.aborter.signal.aborted || startedAtMs > order.expiresAtMs) {
      this.slots.give();
      if (!this.aborter.signal.aborted) return 'expired';
      this.undone.push(order);
      return 'undone';
    }
    const session = this.hold(order, startedAtMs).finally(() => this.sessions.delete(session));
    this.sessions.add(session);
    return 'begun';
  }

  private awaitDue(order: ProbeOrder): Promise<void> {
    const leftMs = order.dueAtMs - this.clock.nowMs();
    if (leftMs > 0) {
      this.latenessMs = 0;
      this.heedCrowd();
    }
    return this.punctuality.wait(leftMs);
  }

  /** What could not begin anyway is left in the queue, where another worker finds it and the schedule sees that it waits. */
  private heedCrowd(): void {
    const { waiting, waitedMs } = this.slots;
    if (waiting >= this.dependencies.maxSessions || waitedMs >= CROWDED_AFTER_MS) this.consumer?.takeAtOnce(1);
    else if (this.latenessMs < CROWDED_AFTER_MS) this.consumer?.takeAtOnce(Infinity);
    else this.consumer?.takeAtOnce(Math.max(MIN_JOBS_WHEN_LATE, Math.ceil(ORDERS_WHEN_LATE / this.jobSize)));
  }

  private async hold(order: Order, startedAtMs: number): Promise<void> {
    const seat = new Seat(this.slots);
    this.contact.enter();
    const made = await this.makeProbe(order, startedAtMs, seat);
    this.contact.leave();
    seat.leave();
    if (made === 'handed-back') return;
    if ('check' in order) await this.tellCheck(order, made);
    else if (typeof made !== 'string') await this.tellTest(order, startedAtMs, made);
  }

  private async tellTest(order: ProbeOrder, startedAtMs: number, { result, gate }: MadeProbe): Promise<void> {
    // Not part of the session: the next one need not wait until this report has left.
    const connectedAtMs = startedAtMs + Math.round(gate.waitedMs);
    this.vitals.note(order.target.port, result, connectedAtMs - order.dueAtMs, gate.visited);
    const seen = toSeenSession(order, result, gate.visited);
    const suspect = await this.blame.isSuspect(seen, holdLimitMs(order, this.clock.nowMs()));
    const report = toReport(order, result, connectedAtMs, suspect);
    await this.reports.add(report, patienceMs(order, result, this.clock.nowMs()));
  }

  /** What people try says nothing about this place: a host that was misspelt must not make it suspect. */
  private async tellCheck(order: CheckOrder, made: MadeProbe | NotProbedReason): Promise<void> {
    if (typeof made === 'string') return this.reports.add(toCheckReport(order, made, false), 0);
    const suspect = this.blame.suspicion !== null && networkOutcome(made.result.failure) === 'failed';
    return this.reports.add(toCheckReport(order, made.result, suspect), 0);
  }

  private async makeProbe(order: Order, startedAtMs: number, seat: Seat): Promise<MadeProbe | NotMade> {
    const { signal } = this.aborter;
    const { target, maxTestDurationMs } = order;
    const { ehloName } = this.dependencies;
    const lookup = this.names.forProbe(maxTestDurationMs);
    const gate = this.gates.forProbe(order.expiresAtMs - startedAtMs, seat);
    try {
      const result = await probe(target, {
        maxTestDurationMs,
        signal,
        lookup,
        gate,
        ...(ehloName === undefined ? {} : { ehloName }),
      });
      this.gates.heed(result, gate);
      return { result, gate };
    } catch (error) {
      // The probe itself could not work. That says nothing about the server, so nothing of a test is reported.
      if (signal.aborted) {
        this.undone.push(order);
        return 'handed-back';
      }
      if (error instanceof AddressBusyError) {
        this.turnedBack.add();
        return 'address-busy';
      }
      const subject = 'check' in order ? { check: order.check } : { monitor: order.monitor };
      this.dependencies.logger.error({ err: error, ...subject }, 'a probe could not be made');
      return 'unexpected';
    }
  }

  private tellBackOff(address: string, pauseMs: number | null): void {
    if (pauseMs === null) this.dependencies.logger.info({ address }, 'an address is visited as usual again');
    else this.dependencies.logger.warn({ address, pauseMs }, 'an address has turned us away: it is visited less often');
  }

  /** Gives what was not done to the other workers of the site, or to the next one that starts. */
  private async handBack(): Promise<void> {
    const { queues, site, logger } = this.dependencies;
    const orders = this.undone.splice(0);
    const jobs = [];
    for (let start = 0; start < orders.length; start += MAX_PROBES_PER_JOB) {
      jobs.push({ orders: orders.slice(start, start + MAX_PROBES_PER_JOB) });
    }
    await queues.send(probeQueue(site), jobs);
    if (orders.length > 0) logger.info({ probes: orders.length }, 'handed back probes that were not done');
  }

  private async synchronizeClock(): Promise<void> {
    await this.clock.synchronize();
    const { behindMs } = this.clock;
    if (Math.abs(behindMs) < CLOCK_TOLERANCE_MS) return;
    this.dependencies.logger.warn({ behindMs }, 'the clock of this machine differs from that of the queue');
  }
}
