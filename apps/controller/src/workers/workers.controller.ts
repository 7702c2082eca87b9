import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@twotwenty/contracts/http';
import { workerQuerySchema, workerSchema, type Worker, type WorkerQuery } from '@twotwenty/contracts/worker';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { AnswersPage, Problems } from '../http/api-doc.js';
import { idCursor, readCursor, toPage } from '../http/cursor.js';

/** The processes that probe, and how they look to mail servers. */
@ApiTags('workers')
@Controller('api/v1/workers')
export class WorkersController {
  constructor(private readonly workers: WorkerRepository) {}

  @Get()
  @AnswersPage(workerSchema, 'Workers heard of within the last day, by their ids')
  @Problems(401, 422)
  async list(@Query({ schema: workerQuerySchema }) query: WorkerQuery): Promise<Page<Worker>> {
    return toPage(await this.workers.list(query.limit, readCursor(idCursor, query.cursor), query.site));
  }
}
