import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { pageQuerySchema, type Page, type PageQuery } from '@twotwenty/contracts/http';
import { siteInputSchema, siteSchema, type Site, type SiteInput } from '@twotwenty/contracts/site';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { nameCursor, readCursor, toPage } from '../http/cursor.js';
import { siteNameInPath } from '../http/parameters.js';

/** The places from which is probed. */
@ApiTags('sites')
@Controller('api/v1/sites')
export class SitesController {
  constructor(private readonly sites: SiteRepository) {}

  @Get()
  @AnswersPage(siteSchema, 'Sites by name')
  @Problems(401, 422)
  async list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<Site>> {
    return toPage(await this.sites.list(query.limit, readCursor(nameCursor, query.cursor)));
  }

  @Post()
  @Answers(201, siteSchema, 'Created')
  @Problems(400, 401, 409, 413, 415, 422)
  create(@Body({ schema: siteInputSchema }) input: SiteInput): Promise<Site> {
    return this.sites.insert(input);
  }

  @Get(':name')
  @Answers(200, siteSchema, 'The site')
  @Problems(401, 404)
  show(@Param('name', siteNameInPath) name: string): Promise<Site> {
    return this.sites.get(name);
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Removed' })
  @Problems(401, 404, 409)
  remove(@Param('name', siteNameInPath) name: string): Promise<void> {
    return this.sites.delete(name);
  }
}
