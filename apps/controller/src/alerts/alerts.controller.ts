import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { actionRunSchema, type ActionRun } from '@twotwenty/contracts/action-run';
import {
  alertIdsQuerySchema,
  alertInputSchema,
  alertPatchSchema,
  alertPreviewSchema,
  alertSchema,
  savedAlertSchema,
  warningsOfAlertsSchema,
  type Alert,
  type AlertIdsQuery,
  type AlertInput,
  type AlertPatch,
  type AlertPreview,
  type SavedAlert,
  type WarningsOfAlerts,
} from '@twotwenty/contracts/alert';
import { pageQuerySchema, type Page, type PageQuery } from '@twotwenty/contracts/http';
import { AlertRepository } from '@twotwenty/database/repositories/alert.repository';
import type { FastifyReply } from 'fastify';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { IF_MATCH, ifMatch, withEtag } from '../http/etag.js';
import { idInPath } from '../http/parameters.js';
import { AlertsService } from './alerts.service.js';

/** Who is told what when a monitor goes down and comes back; where that is wanted, also of sites. */
@ApiTags('alerts')
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(
    private readonly service: AlertsService,
    private readonly alerts: AlertRepository,
  ) {}

  @Get()
  @AnswersPage(alertSchema, 'Alerts by name')
  @Problems(401, 422)
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<Alert>> {
    return this.service.list(query);
  }

  @Post()
  @Answers(201, savedAlertSchema, 'Created')
  @Problems(400, 401, 413, 415, 422)
  async create(
    @Body({ schema: alertInputSchema }) input: AlertInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAlert> {
    return withEtag(reply, await this.service.create(input));
  }

  @Post('preview')
  @HttpCode(200)
  @Answers(200, alertPreviewSchema, 'What saving it would be answered, and whom it would serve; nothing is stored')
  @Problems(400, 401, 413, 415, 422)
  preview(@Body({ schema: alertInputSchema }) input: AlertInput): Promise<AlertPreview> {
    return this.service.preview(input);
  }

  @Get('warnings')
  @Answers(200, warningsOfAlertsSchema, 'What is allowed, and yet hardly meant, as the monitors are now')
  @Problems(401, 422)
  async warnings(@Query({ schema: alertIdsQuerySchema }) { ids }: AlertIdsQuery): Promise<WarningsOfAlerts> {
    return { items: await this.service.warnings(ids) };
  }

  @Get(':id')
  @Answers(200, alertSchema, 'The alert')
  @Problems(401, 404)
  async show(@Param('id', idInPath) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Alert> {
    return withEtag(reply, await this.service.get(id));
  }

  @Patch(':id')
  @ApiHeader(IF_MATCH)
  @Answers(200, savedAlertSchema, 'Changed; a field that is named is replaced as a whole')
  @Problems(400, 401, 404, 412, 413, 415, 422)
  async change(
    @Param('id', idInPath) id: string,
    @Body({ schema: alertPatchSchema }) patch: AlertPatch,
    @Headers('if-match') match: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAlert> {
    return withEtag(reply, await this.service.change(id, ifMatch(match), patch));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'Removed; what its actions did can still be read' })
  @Problems(401, 404, 412)
  remove(@Param('id', idInPath) id: string, @Headers('if-match') match: string | undefined): Promise<void> {
    return this.alerts.delete(id, ifMatch(match));
  }

  @Post(':id/actions/:actionId/test')
  @HttpCode(202)
  @Answers(
    202,
    actionRunSchema,
    'The run that tries the action with example values; ask for it until it is not pending',
  )
  @Problems(401, 404, 409)
  async test(
    @Param('id', idInPath) id: string,
    @Param('actionId', idInPath) actionId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActionRun> {
    const run = await this.service.test(id, actionId);
    void reply.header('location', `/api/v1/action-runs/${run.id}`);
    return run;
  }
}
