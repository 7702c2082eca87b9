import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  probeCheckInputSchema,
  probeCheckSchema,
  type ProbeCheck,
  type ProbeCheckInput,
} from '@twotwenty/contracts/probe-check';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers, Problems } from '../http/api-doc.js';
import { idInPath } from '../http/parameters.js';
import { ProbeChecksService } from './probe-checks.service.js';

/** Tries the settings of a monitor before they are saved. */
@ApiTags('monitors')
@Controller('api/v1/probe-checks')
export class ProbeChecksController {
  constructor(
    private readonly service: ProbeChecksService,
    private readonly checks: ProbeCheckRepository,
  ) {}

  @Post()
  @HttpCode(202)
  @Answers(202, probeCheckSchema, 'A worker of the site probes; ask for it until it is not pending')
  @Problems(400, 401, 409, 413, 415, 422, 429, 503)
  async begin(
    @Body({ schema: probeCheckInputSchema }) input: ProbeCheckInput,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProbeCheck> {
    const check = await this.service.begin(input, caller.name);
    void reply.header('location', `/api/v1/probe-checks/${check.id}`);
    return check;
  }

  @Get(':id')
  @Answers(200, probeCheckSchema, 'What the site saw; it counts for no monitor')
  @Problems(401, 404)
  show(@Param('id', idInPath) id: string): Promise<ProbeCheck> {
    return this.checks.get(id);
  }
}
