import { Inject, Injectable } from '@nestjs/common';
import type { CheckOrder } from '@twotwenty/contracts/jobs';
import type { ProbeCheck, ProbeCheckInput } from '@twotwenty/contracts/probe-check';
import { probeQueue } from '@twotwenty/contracts/queues';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { StorageError } from '@twotwenty/database/repositories/storage-error';
import { LEASE_GRACE_SECONDS, leaseSeconds } from '@twotwenty/domain/due';
import type { Logger } from '@twotwenty/observability/logger';
import { LOGGER, QUEUES, type QueuePort } from '../dependencies.js';
import { invalidFields, ProblemError } from '../http/problem.js';

/** Has a site try settings. A check whose order gets lost on the way, or with its worker, expires. */
@Injectable()
export class ProbeChecksService {
  constructor(
    private readonly checks: ProbeCheckRepository,
    private readonly sites: SiteRepository,
    @Inject(QUEUES) private readonly queues: QueuePort,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @param actor who wants to know
   * @throws ProblemError when the site is not known or has no live worker, and when the queue is away
   * @throws StorageError `too-many`
   */
  async begin(input: ProbeCheckInput, actor: string): Promise<ProbeCheck> {
    await this.requireWorker(input.site);
    const check = await this.checks.insert(input, leaseSeconds(input.maxTestDurationSeconds), actor);
    try {
      const order = toOrder(check, await this.queues.nowMs());
      await this.queues.send(probeQueue(check.site), [{ orders: [order] }]);
    } catch (error) {
      this.logger.warn({ err: error, check: check.id, site: check.site }, 'a site could not be asked to try settings');
      await this.checks.giveUp(check);
      throw new ProblemError(503, 'The queue can not be reached just now, so no worker was asked.', [], {
        'retry-after': '5',
      });
    }
    return check;
  }

  private async requireWorker(name: string): Promise<void> {
    try {
      if ((await this.sites.get(name)).liveWorkers > 0) return;
    } catch (error) {
      if (!(error instanceof StorageError && error.code === 'not-found')) throw error;
      throw invalidFields([{ field: 'site', message: `names no site that exists: ${JSON.stringify(name)}` }]);
    }
    throw new ProblemError(409, `Site ${name} has no live worker. Start one there, or choose another site.`);
  }
}

/** @param queueNowMs now, by the clock of the queue */
function toOrder({ id, target, maxTestDurationSeconds }: ProbeCheck, queueNowMs: number): CheckOrder {
  return {
    check: id,
    target,
    maxTestDurationMs: Math.round(maxTestDurationSeconds * 1000),
    // As with tests: begun later than this, a probe that takes its whole time could not report in time.
    expiresAtMs: Math.round(queueNowMs) + (LEASE_GRACE_SECONDS * 1000) / 2,
  };
}
