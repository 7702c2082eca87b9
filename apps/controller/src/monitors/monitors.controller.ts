import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import {
  downtimeInputSchema,
  downtimeSchema,
  type DowntimeInput,
  type DowntimeView,
} from '@twotwenty/contracts/downtime';
import { forcedTestSchema, type ForcedTest, type Page } from '@twotwenty/contracts/http';
import {
  monitorInputSchema,
  monitorPatchSchema,
  monitorSchema,
  monitorStateSchema,
  type Monitor,
  type MonitorStateView,
} from '@twotwenty/contracts/monitor';
import {
  bulkInputSchema,
  bulkOutcomeSchema,
  type BulkInput,
  type BulkOutcome,
} from '@twotwenty/contracts/monitor-bulk';
import {
  monitorQuerySchema,
  monitorSummarySchema,
  summaryQuerySchema,
  type MonitorQuery,
  type MonitorSummary,
  type SummaryQuery,
} from '@twotwenty/contracts/monitor-list';
import { AlertRepository } from '@twotwenty/database/repositories/alert.repository';
import { savedMonitorSchema, type SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { MonitorBulkRepository } from '@twotwenty/database/repositories/monitor-bulk.repository';
import { MonitorListRepository } from '@twotwenty/database/repositories/monitor-list.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { reference } from '../http/api-schemas.js';
import { IF_MATCH, ifMatch, withEtag } from '../http/etag.js';
import { idInPath } from '../http/parameters.js';
import { ScheduleBell } from '../schedule/schedule-bell.js';
import { MonitorsService } from './monitors.service.js';
import { simulateMonitor } from './simulate-monitor.js';

/** The SMTP checks. */
@ApiTags('monitors')
@Controller('api/v1/monitors')
export class MonitorsController {
  constructor(
    private readonly service: MonitorsService,
    private readonly monitors: MonitorRepository,
    private readonly lists: MonitorListRepository,
    private readonly bulks: MonitorBulkRepository,
    private readonly alerts: AlertRepository,
    private readonly bell: ScheduleBell,
  ) {}

  @Get()
  @AnswersPage(monitorSchema, 'Monitors that match the filters, by age unless another order is asked for')
  @Problems(401, 422)
  list(@Query({ schema: monitorQuerySchema }) query: MonitorQuery): Promise<Page<Monitor>> {
    return this.service.list(query);
  }

  @Get('summary')
  @Answers(200, monitorSummarySchema, 'How many of the monitors that match the filters there are of each standing')
  @Problems(401, 422)
  summary(@Query({ schema: summaryQuerySchema }) query: SummaryQuery): Promise<MonitorSummary> {
    return this.lists.summary(query);
  }

  @Post('bulk')
  @HttpCode(200)
  @ApiBody({ schema: reference(bulkInputSchema) })
  @Answers(200, bulkOutcomeSchema, 'What was done to how many, all or none; and why some stayed as they were')
  @Problems(400, 401, 404, 413, 415, 422)
  async bulk(
    @Body({ schema: bulkInputSchema }) input: BulkInput,
    @CurrentCaller() caller: Caller,
  ): Promise<BulkOutcome> {
    const outcome = await this.bulks.carryOut(input, caller.name);
    if (input.action === 'test') this.bell.ring();
    return outcome;
  }

  /** The body is checked by the service, which also looks up what it names: one answer names every bad field. */
  @Post()
  @ApiBody({ schema: reference(monitorInputSchema) })
  @Answers(201, savedMonitorSchema, 'Created; the first test is due at once')
  @Problems(400, 401, 413, 415, 422)
  async create(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<SavedMonitor> {
    return withEtag(reply, await this.service.create(body));
  }

  @Get(':id')
  @Answers(200, monitorSchema, 'The monitor')
  @Problems(401, 404)
  async show(@Param('id', idInPath) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Monitor> {
    return withEtag(reply, await this.monitors.get(id));
  }

  @Patch(':id')
  @ApiBody({ schema: reference(monitorPatchSchema) })
  @ApiHeader(IF_MATCH)
  @Answers(200, savedMonitorSchema, 'Changed; settings take effect at the next test')
  @Problems(400, 401, 404, 412, 413, 415, 422)
  async change(
    @Param('id', idInPath) id: string,
    @Body() body: unknown,
    @Headers('if-match') match: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedMonitor> {
    return withEtag(reply, await this.service.change(id, ifMatch(match), body));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'Removed with its history and certificates' })
  @Problems(401, 404, 412)
  remove(@Param('id', idInPath) id: string, @Headers('if-match') match: string | undefined): Promise<void> {
    return this.monitors.delete(id, ifMatch(match));
  }

  @Post(':id/enable')
  @HttpCode(200)
  @ApiHeader(IF_MATCH)
  @Answers(200, monitorSchema, 'Enabled; a test is due at once')
  @Problems(401, 404, 412)
  async enable(
    @Param('id', idInPath) id: string,
    @Headers('if-match') match: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Monitor> {
    return withEtag(reply, await this.service.setEnabled(id, ifMatch(match), true));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @ApiHeader(IF_MATCH)
  @Answers(200, monitorSchema, 'Disabled; a test in flight is ignored')
  @Problems(401, 404, 412)
  async disable(
    @Param('id', idInPath) id: string,
    @Headers('if-match') match: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Monitor> {
    return withEtag(reply, await this.service.setEnabled(id, ifMatch(match), false));
  }

  @Post(':id/test')
  @HttpCode(202)
  @Answers(202, forcedTestSchema, 'The number of the test that will answer')
  @Problems(401, 404, 409)
  async test(@Param('id', idInPath) id: string): Promise<ForcedTest> {
    const requested = await this.monitors.requestTest(id);
    this.bell.ring();
    return requested;
  }

  /** Plays an outage through, from the first failed test of a monitor that is Up to its recovery. */
  @Post(':id/simulate-downtime')
  @HttpCode(200)
  @Answers(
    200,
    downtimeSchema,
    'Every test of the outage, the alerts that it would raise, and what each action would do; nothing is stored or sent',
  )
  @Problems(400, 401, 404, 413, 415, 422)
  async simulateDowntime(
    @Param('id', idInPath) id: string,
    @Body({ schema: downtimeInputSchema }) input: DowntimeInput,
  ): Promise<DowntimeView> {
    return simulateMonitor(await this.monitors.get(id), await this.alerts.serving(id), input);
  }

  @Get(':id/state')
  @Answers(200, monitorStateSchema, 'Where the monitor stands')
  @Problems(401, 404)
  state(@Param('id', idInPath) id: string): Promise<MonitorStateView> {
    return this.monitors.getState(id);
  }
}
