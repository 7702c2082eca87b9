import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import {
  acceptHostKeySchema,
  hostKeyQuerySchema,
  hostKeySchema,
  type AcceptHostKey,
  type HostKey,
  type HostKeyQuery,
} from '@twotwenty/contracts/host-key';
import type { Page } from '@twotwenty/contracts/http';
import { HostKeyRepository } from '@twotwenty/database/repositories/host-key.repository';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { hostKeyCursor, readCursor, toPage } from '../http/cursor.js';
import { idInPath } from '../http/parameters.js';

/** The SSH host keys by which machines are known again. */
@ApiTags('recovery')
@Controller('api/v1/host-keys')
export class HostKeysController {
  constructor(private readonly keys: HostKeyRepository) {}

  @Get()
  @AnswersPage(hostKeySchema, 'Host keys by machine')
  @Problems(401, 422)
  async list(@Query({ schema: hostKeyQuerySchema }) query: HostKeyQuery): Promise<Page<HostKey>> {
    return toPage(await this.keys.list(query.limit, readCursor(hostKeyCursor, query.cursor)));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Answers(200, hostKeySchema, 'The key that was offered is the pinned one now')
  @Problems(400, 401, 404, 413, 415, 422)
  accept(
    @Param('id', idInPath) id: string,
    @Body({ schema: acceptHostKeySchema }) { fingerprint }: AcceptHostKey,
    @CurrentCaller() caller: Caller,
  ): Promise<HostKey> {
    return this.keys.accept(id, fingerprint, caller.name);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Forgotten: the next key that the machine shows is pinned' })
  @Problems(401, 404)
  async forget(@Param('id', idInPath) id: string, @CurrentCaller() caller: Caller): Promise<void> {
    await this.keys.delete(id, caller.name);
  }
}
