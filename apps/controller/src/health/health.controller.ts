import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { healthSchema, type Health } from '@twotwenty/contracts/http';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/auth.guard.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers } from '../http/api-doc.js';
import { HealthService } from './health.service.js';

/** Whether this controller can work. */
@ApiTags('health')
@Controller('api/v1/health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The checks are shown to known callers alone: their messages tell of hosts and ports. */
  @Get()
  @Public()
  @Answers(200, healthSchema, 'All is well')
  @Answers(503, healthSchema, 'The database or the queue is away')
  async show(
    @CurrentCaller() caller: Caller | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Health> {
    const health = await this.health.check();
    reply.status(health.status === 'ok' ? 200 : 503);
    return caller === undefined ? { ...health, checks: {} } : health;
  }
}
