import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { tagQuerySchema, tagsSchema, type TagQuery, type Tags } from '@twotwenty/contracts/http';
import { TagRepository } from '@twotwenty/database/repositories/tag.repository';
import { Answers, Problems } from '../http/api-doc.js';

/** What monitors and devices are grouped by. */
@ApiTags('tags')
@Controller('api/v1/tags')
export class TagsController {
  constructor(private readonly tags: TagRepository) {}

  @Get()
  @Answers(200, tagsSchema, 'Tags of monitors and devices, in order')
  @Problems(401, 422)
  async list(@Query({ schema: tagQuerySchema }) { limit, q }: TagQuery): Promise<Tags> {
    return { items: await this.tags.list(limit, q) };
  }
}
