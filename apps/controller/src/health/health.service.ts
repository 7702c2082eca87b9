import { Inject, Injectable } from '@nestjs/common';
import { VERSION } from '@twotwenty/config/version';
import type { Health } from '@twotwenty/contracts/http';
import { HealthRepository } from '@twotwenty/database/repositories/health.repository';
import { QUEUES, type QueuePort } from '../dependencies.js';

const LIMIT_MS = 2000;

/** Asks what the controller can't work without. */
@Injectable()
export class HealthService {
  constructor(
    private readonly database: HealthRepository,
    @Inject(QUEUES) private readonly queues: QueuePort,
  ) {}

  async check(): Promise<Health> {
    const [database, queue] = await Promise.all([outcome(this.database.ping()), outcome(this.queues.ping())]);
    const checks = { database, queue };
    return {
      status: Object.values(checks).every((check) => check.ok) ? 'ok' : 'degraded',
      version: VERSION,
      at: new Date().toISOString(),
      checks,
    };
  }
}

/** A check that hangs has failed: whoever asks has a time limit of their own. */
async function outcome(check: Promise<void>): Promise<Health['checks'][string]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([check, limit]);
    return { ok: true, message: null };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message || error.name : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
