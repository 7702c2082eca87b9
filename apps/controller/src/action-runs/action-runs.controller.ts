import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  actionRunDetailSchema,
  actionRunQuerySchema,
  actionRunSchema,
  attentionSchema,
  retriedSchema,
  retryInputSchema,
  type ActionRun,
  type ActionRunDetail,
  type ActionRunQuery,
  type Attention,
  type Retried,
  type RetryInput,
} from '@twotwenty/contracts/action-run';
import type { Page } from '@twotwenty/contracts/http';
import { ActionRunRepository } from '@twotwenty/database/repositories/action-run.repository';
import { RepairReleaseRepository } from '@twotwenty/database/repositories/repair-release.repository';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { bigKeyCursor, readCursor, toPage } from '../http/cursor.js';
import { idInPath } from '../http/parameters.js';

/** What the actions of alerts did, or why they did nothing. */
@ApiTags('action runs')
@Controller('api/v1/action-runs')
export class ActionRunsController {
  constructor(
    private readonly runs: ActionRunRepository,
    private readonly releases: RepairReleaseRepository,
  ) {}

  @Get()
  @AnswersPage(actionRunSchema, 'Runs of actions, newest first')
  @Problems(401, 422)
  async list(@Query({ schema: actionRunQuerySchema }) query: ActionRunQuery): Promise<Page<ActionRun>> {
    const { limit, cursor, ...filter } = query;
    return toPage(await this.runs.list(limit, readCursor(bigKeyCursor, cursor), filter));
  }

  @Get('attention')
  @Answers(200, attentionSchema, 'Notices that reached nobody, and repairs that wait for their release')
  @Problems(401)
  attention(): Promise<Attention> {
    return this.runs.attention();
  }

  @Post('retry')
  @HttpCode(200)
  @Answers(200, retriedSchema, 'How many runs that had failed are tried again')
  @Problems(400, 401, 413, 415, 422)
  async retryAll(@Body({ schema: retryInputSchema }) input: RetryInput): Promise<Retried> {
    return { retried: await this.runs.retryAll(input) };
  }

  @Get(':id')
  @Answers(200, actionRunDetailSchema, 'The run, with all that is known of a repair')
  @Problems(401, 404)
  show(@Param('id', idInPath) id: string): Promise<ActionRunDetail> {
    return this.runs.get(id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Answers(
    200,
    actionRunSchema,
    'The run, which is tried again with those that were told together with it; a repair is carried out again, within its guard rails',
  )
  @Problems(401, 404, 409)
  retry(@Param('id', idInPath) id: string, @CurrentCaller() caller: Caller): Promise<ActionRun> {
    return this.runs.retry(id, caller.name);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Answers(200, actionRunDetailSchema, 'The repair, which is carried out now, within its guard rails')
  @Problems(401, 404, 409)
  async approve(@Param('id', idInPath) id: string, @CurrentCaller() caller: Caller): Promise<ActionRunDetail> {
    await this.releases.approve(id, caller.name);
    return this.runs.get(id);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Answers(200, actionRunDetailSchema, 'The repair, which is not carried out')
  @Problems(401, 404, 409)
  async decline(@Param('id', idInPath) id: string, @CurrentCaller() caller: Caller): Promise<ActionRunDetail> {
    await this.releases.decline(id, caller.name);
    return this.runs.get(id);
  }
}
