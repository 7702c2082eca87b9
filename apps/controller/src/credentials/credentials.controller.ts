import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import {
  credentialInputSchema,
  credentialPatchSchema,
  credentialSchema,
  type Credential,
  type CredentialInput,
  type CredentialPatch,
} from '@twotwenty/contracts/credential';
import { pageQuerySchema, type Page, type PageQuery } from '@twotwenty/contracts/http';
import { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { IF_MATCH, ifMatch, withEtag } from '../http/etag.js';
import { idInPath } from '../http/parameters.js';
import { CredentialsService } from './credentials.service.js';

/** As whom the product logs in on other machines. */
@ApiTags('credentials')
@Controller('api/v1/credentials')
export class CredentialsController {
  constructor(
    private readonly service: CredentialsService,
    private readonly credentials: CredentialRepository,
  ) {}

  @Get()
  @AnswersPage(credentialSchema, 'Credentials by name')
  @Problems(401, 422)
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<Credential>> {
    return this.service.list(query);
  }

  @Post()
  @Answers(201, credentialSchema, 'Created; its secrets are not read back')
  @Problems(400, 401, 409, 413, 415, 422)
  async create(
    @Body({ schema: credentialInputSchema }) input: CredentialInput,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Credential> {
    return withEtag(reply, await this.service.create(caller.name, input));
  }

  @Get(':id')
  @Answers(200, credentialSchema, 'The credential')
  @Problems(401, 404)
  async show(@Param('id', idInPath) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Credential> {
    return withEtag(reply, await this.service.get(id));
  }

  @Patch(':id')
  @ApiHeader(IF_MATCH)
  @Answers(200, credentialSchema, 'Changed; a field that is named is replaced as a whole, secrets in it may be kept')
  @Problems(400, 401, 404, 409, 412, 413, 415, 422)
  async change(
    @Param('id', idInPath) id: string,
    @Body({ schema: credentialPatchSchema }) patch: CredentialPatch,
    @Headers('if-match') match: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Credential> {
    return withEtag(reply, await this.service.change(id, ifMatch(match), caller.name, patch));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'Removed' })
  @Problems(401, 404, 409, 412)
  remove(
    @Param('id', idInPath) id: string,
    @Headers('if-match') match: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    return this.credentials.delete(id, ifMatch(match), caller.name);
  }
}
