import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { pageQuerySchema, type Page, type PageQuery } from '@twotwenty/contracts/http';
import {
  siteEventSchema,
  siteInputSchema,
  siteSchema,
  type Site,
  type SiteEvent,
  type SiteInput,
} from '@twotwenty/contracts/site';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { bigKeyCursor, readCursor, toPage } from '../http/cursor.js';
import { siteNameInPath } from '../http/parameters.js';
import { SitesService } from './sites.service.js';

/** The places from which is probed. */
@ApiTags('sites')
@Controller('api/v1/sites')
export class SitesController {
  constructor(
    private readonly service: SitesService,
    private readonly sites: SiteRepository,
  ) {}

  @Get()
  @AnswersPage(siteSchema, 'Sites by name, each with how it is doing')
  @Problems(401, 422)
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<Site>> {
    return this.service.list(query);
  }

  @Post()
  @Answers(201, siteSchema, 'Created')
  @Problems(400, 401, 409, 413, 415, 422)
  create(@Body({ schema: siteInputSchema }) input: SiteInput): Promise<Site> {
    return this.service.create(input);
  }

  @Get(':name')
  @Answers(200, siteSchema, 'The site')
  @Problems(401, 404)
  show(@Param('name', siteNameInPath) name: string): Promise<Site> {
    return this.service.get(name);
  }

  @Get(':name/events')
  @AnswersPage(siteEventSchema, 'What happened to the site, newest first')
  @Problems(401, 404, 422)
  async events(
    @Param('name', siteNameInPath) name: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<SiteEvent>> {
    return toPage(await this.sites.events(name, query.limit, readCursor(bigKeyCursor, query.cursor)));
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Removed' })
  @Problems(401, 404, 409)
  remove(@Param('name', siteNameInPath) name: string): Promise<void> {
    return this.sites.delete(name);
  }
}
