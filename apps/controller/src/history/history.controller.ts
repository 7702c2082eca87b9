import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { eventSchema, resultSchema, type MonitorEvent, type Result } from '@twotwenty/contracts/history';
import {
  eventQuerySchema,
  pageQuerySchema,
  type EventQuery,
  type Page,
  type PageQuery,
} from '@twotwenty/contracts/http';
import { HistoryRepository } from '@twotwenty/database/repositories/history.repository';
import { AnswersPage, Problems } from '../http/api-doc.js';
import { bigKeyCursor, readCursor, resultCursor, toPage } from '../http/cursor.js';
import { idInPath } from '../http/parameters.js';

/** What happened, and what the sites saw. */
@ApiTags('history')
@Controller('api/v1')
export class HistoryController {
  constructor(private readonly history: HistoryRepository) {}

  @Get('monitors/:id/results')
  @AnswersPage(resultSchema, 'Sessions of all sites, newest first')
  @Problems(401, 404, 422)
  async results(
    @Param('id', idInPath) id: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<Result>> {
    return toPage(await this.history.results(id, query.limit, readCursor(resultCursor, query.cursor)));
  }

  @Get('monitors/:id/events')
  @AnswersPage(eventSchema, 'Events of the monitor, newest first unless asked otherwise')
  @Problems(401, 404, 422)
  async events(
    @Param('id', idInPath) id: string,
    @Query({ schema: eventQuerySchema }) query: EventQuery,
  ): Promise<Page<MonitorEvent>> {
    return this.page(id, query);
  }

  @Get('events')
  @AnswersPage(eventSchema, 'Events of all monitors, newest first unless asked otherwise')
  @Problems(401, 422)
  async allEvents(@Query({ schema: eventQuerySchema }) query: EventQuery): Promise<Page<MonitorEvent>> {
    return this.page(null, query);
  }

  private async page(monitorId: string | null, query: EventQuery): Promise<Page<MonitorEvent>> {
    const after = readCursor(bigKeyCursor, query.cursor);
    return toPage(await this.history.events(monitorId, query.order, query.limit, after));
  }
}
