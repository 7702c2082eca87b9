import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { pageQuerySchema, type Page, type PageQuery } from '@twotwenty/contracts/http';
import {
  maintenanceInputSchema,
  maintenancePatchSchema,
  maintenanceSchema,
  type Maintenance,
  type MaintenanceInput,
  type MaintenancePatch,
} from '@twotwenty/contracts/maintenance';
import { MaintenanceRepository } from '@twotwenty/database/repositories/maintenance.repository';
import type { FastifyReply } from 'fastify';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { idCursor, readCursor, toPage } from '../http/cursor.js';
import { IF_MATCH, ifMatch, withEtag } from '../http/etag.js';
import { idInPath } from '../http/parameters.js';
import { MaintenanceService } from './maintenance.service.js';

/** When which monitors are under maintenance. */
@ApiTags('maintenance windows')
@Controller('api/v1/maintenance-windows')
export class MaintenanceController {
  constructor(
    private readonly windows: MaintenanceRepository,
    private readonly service: MaintenanceService,
  ) {}

  @Get()
  @AnswersPage(maintenanceSchema, 'Maintenance windows by age, oldest first')
  @Problems(401, 422)
  async list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<Maintenance>> {
    return toPage(await this.windows.list(query.limit, readCursor(idCursor, query.cursor)));
  }

  @Post()
  @Answers(201, maintenanceSchema, 'Created; if it is open, its monitors are under maintenance')
  @Problems(400, 401, 413, 415, 422)
  async create(
    @Body({ schema: maintenanceInputSchema }) input: MaintenanceInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Maintenance> {
    return withEtag(reply, await this.service.create(input));
  }

  @Get(':id')
  @Answers(200, maintenanceSchema, 'The maintenance window')
  @Problems(401, 404)
  async show(@Param('id', idInPath) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Maintenance> {
    return withEtag(reply, await this.windows.get(id));
  }

  @Patch(':id')
  @ApiHeader(IF_MATCH)
  @Answers(200, maintenanceSchema, 'Changed; a field that is named is replaced as a whole')
  @Problems(400, 401, 404, 412, 413, 415, 422)
  async change(
    @Param('id', idInPath) id: string,
    @Body({ schema: maintenancePatchSchema }) patch: MaintenancePatch,
    @Headers('if-match') match: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Maintenance> {
    return withEtag(reply, await this.service.change(id, ifMatch(match), patch));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'Removed; the maintenance of its monitors ends' })
  @Problems(401, 404, 412)
  remove(@Param('id', idInPath) id: string, @Headers('if-match') match: string | undefined): Promise<void> {
    return this.service.remove(id, ifMatch(match));
  }
}
