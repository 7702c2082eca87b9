import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  machineQuerySchema,
  machinesSchema,
  recoveryCheckInputSchema,
  recoveryCheckSchema,
  type MachineQuery,
  type Machines,
  type RecoveryCheck,
  type RecoveryCheckInput,
} from '@twotwenty/contracts/recovery-check';
import { RecoveryCheckRepository } from '@twotwenty/database/repositories/recovery-check.repository';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers, Problems } from '../http/api-doc.js';
import { idInPath } from '../http/parameters.js';

/** Finds machines, and looks whether they let themselves be repaired, without doing it. */
@ApiTags('recovery')
@Controller('api/v1')
export class RecoveryChecksController {
  constructor(private readonly checks: RecoveryCheckRepository) {}

  @Get('machines')
  @Answers(200, machinesSchema, 'Machines to choose from: those that monitors name for their repairs, then devices')
  @Problems(401, 422)
  async machines(@Query({ schema: machineQuerySchema }) { q, limit }: MachineQuery): Promise<Machines> {
    return { items: await this.checks.machines(q ?? '', limit) };
  }

  @Post('recovery-checks')
  @HttpCode(202)
  @Answers(202, recoveryCheckSchema, 'An evaluator looks; ask for it until it is neither pending nor running')
  @Problems(400, 401, 413, 415, 422)
  async look(
    @Body({ schema: recoveryCheckInputSchema }) input: RecoveryCheckInput,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoveryCheck> {
    const check = await this.checks.insert(input, caller.name);
    void reply.header('location', `/api/v1/recovery-checks/${check.id}`);
    return check;
  }

  @Get('recovery-checks/:id')
  @Answers(200, recoveryCheckSchema, 'What was found')
  @Problems(401, 404)
  show(@Param('id', idInPath) id: string): Promise<RecoveryCheck> {
    return this.checks.get(id);
  }
}
