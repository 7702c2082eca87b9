import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deadLetterQuerySchema,
  deadLetterSchema,
  type DeadLetter,
  type DeadLetterQuery,
  type Page,
} from '@twotwenty/contracts/http';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { QUEUES, type QueuePort } from '../dependencies.js';
import { AnswersPage, Problems } from '../http/api-doc.js';

/** Messages that could not be understood and were set aside. */
@ApiTags('dead letters')
@Controller('api/v1/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(QUEUES) private readonly queues: QueuePort,
    private readonly sites: SiteRepository,
  ) {}

  /** One page of the newest: the queue keeps only so many. */
  @Get()
  @AnswersPage(deadLetterSchema, 'What was set aside, newest first')
  @Problems(401, 422)
  async list(@Query({ schema: deadLetterQuerySchema }) query: DeadLetterQuery): Promise<Page<DeadLetter>> {
    return { items: await this.queues.deadLetters(await this.sites.names(), query.limit), nextCursor: null };
  }
}
