import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@twotwenty/contracts/http';
import {
  incidentQuerySchema,
  incidentSchema,
  timelineSchema,
  type Incident,
  type IncidentQuery,
  type Timeline,
} from '@twotwenty/contracts/incident';
import { IncidentRepository } from '@twotwenty/database/repositories/incident.repository';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { incidentCursor, readCursor, toPage } from '../http/cursor.js';
import { idInPath } from '../http/parameters.js';

/** Outages, and what was done about them. */
@ApiTags('incidents')
@Controller('api/v1/incidents')
export class IncidentsController {
  constructor(private readonly incidents: IncidentRepository) {}

  @Get()
  @AnswersPage(incidentSchema, 'Incidents, the latest first')
  @Problems(401, 422)
  async list(@Query({ schema: incidentQuerySchema }) query: IncidentQuery): Promise<Page<Incident>> {
    const { limit, cursor, ...filter } = query;
    return toPage(await this.incidents.list(limit, readCursor(incidentCursor, cursor), filter));
  }

  @Get(':id')
  @Answers(200, incidentSchema, 'The incident')
  @Problems(401, 404)
  show(@Param('id', idInPath) id: string): Promise<Incident> {
    return this.incidents.get(id);
  }

  @Get(':id/timeline')
  @Answers(200, timelineSchema, 'What happened in the incident, who was told, and what was repaired, oldest first')
  @Problems(401, 404)
  timeline(@Param('id', idInPath) id: string): Promise<Timeline> {
    return this.incidents.timeline(id);
  }
}
