import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { availabilitySchema, type Availability } from '@twotwenty/contracts/availability';
import type { Page } from '@twotwenty/contracts/http';
import {
  monitorTimelineEntrySchema,
  monitorTimelineQuerySchema,
  type MonitorTimelineEntry,
  type MonitorTimelineQuery,
} from '@twotwenty/contracts/monitor-timeline';
import { seriesQuerySchema, seriesSchema, type Series, type SeriesQuery } from '@twotwenty/contracts/series';
import { StatisticsRepository } from '@twotwenty/database/repositories/statistics.repository';
import { TimelineRepository } from '@twotwenty/database/repositories/timeline.repository';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { readCursor, timelineCursor, toPage } from '../http/cursor.js';
import { idInPath } from '../http/parameters.js';
import { bucketsOf } from './series-range.js';

/** The past of a monitor: how available it was, how fast it answered, what happened and what was done about it. */
@ApiTags('history')
@Controller('api/v1/monitors')
export class StatisticsController {
  constructor(
    private readonly statistics: StatisticsRepository,
    private readonly timelines: TimelineRepository,
  ) {}

  @Get(':id/availability')
  @Answers(200, availabilitySchema, 'Availability and coverage of the last 24 hours, 7, 30 and 90 days')
  @Problems(401, 404)
  availability(@Param('id', idInPath) id: string): Promise<Availability> {
    return this.statistics.availability(id);
  }

  @Get(':id/series')
  @Answers(200, seriesSchema, 'Response times by phase and site in buckets, with outages and holds')
  @Problems(401, 404, 422)
  async series(
    @Param('id', idInPath) id: string,
    @Query({ schema: seriesQuerySchema }) query: SeriesQuery,
  ): Promise<Series> {
    return this.statistics.series(id, bucketsOf(query, Date.now()));
  }

  @Get(':id/timeline')
  @AnswersPage(monitorTimelineEntrySchema, 'Events, notices and recovery actions of the monitor, newest first')
  @Problems(401, 404, 422)
  async timeline(
    @Param('id', idInPath) id: string,
    @Query({ schema: monitorTimelineQuerySchema }) query: MonitorTimelineQuery,
  ): Promise<Page<MonitorTimelineEntry>> {
    const before = readCursor(timelineCursor, query.cursor);
    return toPage(await this.timelines.page(id, query.kind, query.limit, before));
  }
}
