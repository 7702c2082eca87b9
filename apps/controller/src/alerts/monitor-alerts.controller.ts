import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { servingAlertsSchema, type ServingAlerts } from '@twotwenty/contracts/alert';
import { Answers, Problems } from '../http/api-doc.js';
import { idInPath } from '../http/parameters.js';
import { AlertsService } from './alerts.service.js';

/** Who is told of a monitor. */
@ApiTags('monitors')
@Controller('api/v1/monitors')
export class MonitorAlertsController {
  constructor(private readonly service: AlertsService) {}

  @Get(':id/alerts')
  @Answers(200, servingAlertsSchema, 'The alerts that serve the monitor, by name, with a warning when nobody is told')
  @Problems(401, 404)
  alerts(@Param('id', idInPath) id: string): Promise<ServingAlerts> {
    return this.service.serving(id);
  }
}
