import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deviceSummaryQuerySchema,
  deviceSummarySchema,
  type DeviceSummary,
  type DeviceSummaryQuery,
} from '@twotwenty/contracts/device-summary';
import type { Page } from '@twotwenty/contracts/http';
import { DeviceSummaryRepository } from '@twotwenty/database/repositories/device-summary.repository';
import { AnswersPage, Problems } from '../http/api-doc.js';
import { namedCursor, readCursor, toPage, troubleCursor } from '../http/cursor.js';

/** Devices as people look them over. */
@ApiTags('devices')
@Controller('api/v1/device-summaries')
export class DeviceSummariesController {
  constructor(private readonly summaries: DeviceSummaryRepository) {}

  @Get()
  @AnswersPage(deviceSummarySchema, 'Devices with how many of their monitors stand where')
  @Problems(401, 422)
  async list(@Query({ schema: deviceSummaryQuerySchema }) query: DeviceSummaryQuery): Promise<Page<DeviceSummary>> {
    const { limit, cursor, q, sort } = query;
    return sort === 'name'
      ? toPage(await this.summaries.listByName(limit, readCursor(namedCursor, cursor), q))
      : toPage(await this.summaries.listByTrouble(limit, readCursor(troubleCursor, cursor), q));
  }
}
