import { Body, Controller, Get, Headers, Patch, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import {
  recoverySettingsPatchSchema,
  recoverySettingsSchema,
  type RecoverySettings,
  type RecoverySettingsPatch,
} from '@twotwenty/contracts/recovery-settings';
import { RecoverySettingsRepository } from '@twotwenty/database/repositories/recovery-settings.repository';
import type { FastifyReply } from 'fastify';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Answers, Problems } from '../http/api-doc.js';
import { IF_MATCH, ifMatch, withEtag } from '../http/etag.js';

/** The guard rails of all repairs. */
@ApiTags('recovery')
@Controller('api/v1/recovery-settings')
export class RecoverySettingsController {
  constructor(private readonly settings: RecoverySettingsRepository) {}

  @Get()
  @Answers(200, recoverySettingsSchema, 'The guard rails of all repairs')
  @Problems(401)
  async show(@Res({ passthrough: true }) reply: FastifyReply): Promise<RecoverySettings> {
    return withEtag(reply, await this.settings.get());
  }

  @Patch()
  @ApiHeader(IF_MATCH)
  @Answers(200, recoverySettingsSchema, 'Changed; from now on no repair acts against them')
  @Problems(400, 401, 412, 413, 415, 422)
  async change(
    @Body({ schema: recoverySettingsPatchSchema }) patch: RecoverySettingsPatch,
    @Headers('if-match') match: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoverySettings> {
    return withEtag(reply, await this.settings.update(ifMatch(match), patch, caller.name));
  }
}
