import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import {
  deviceInputSchema,
  devicePatchSchema,
  deviceRemovalSchema,
  deviceSchema,
  type Device,
  type DeviceInput,
  type DevicePatch,
  type DeviceRemoval,
} from '@twotwenty/contracts/device';
import { deviceQuerySchema, type DeviceQuery, type Page } from '@twotwenty/contracts/http';
import { DeviceRepository } from '@twotwenty/database/repositories/device.repository';
import type { FastifyReply } from 'fastify';
import { Answers, AnswersPage, Problems } from '../http/api-doc.js';
import { namedCursor, readCursor, toPage } from '../http/cursor.js';
import { IF_MATCH, ifMatch, withEtag } from '../http/etag.js';
import { idInPath } from '../http/parameters.js';

/** The machines people know by name. */
@ApiTags('devices')
@Controller('api/v1/devices')
export class DevicesController {
  constructor(private readonly devices: DeviceRepository) {}

  @Get()
  @AnswersPage(deviceSchema, 'Devices by name')
  @Problems(401, 422)
  async list(@Query({ schema: deviceQuerySchema }) query: DeviceQuery): Promise<Page<Device>> {
    return toPage(await this.devices.list(query.limit, readCursor(namedCursor, query.cursor), query.q));
  }

  @Post()
  @Answers(201, deviceSchema, 'Created')
  @Problems(400, 401, 413, 415, 422)
  async create(
    @Body({ schema: deviceInputSchema }) input: DeviceInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Device> {
    return withEtag(reply, await this.devices.insert(input));
  }

  @Get(':id')
  @Answers(200, deviceSchema, 'The device')
  @Problems(401, 404)
  async show(@Param('id', idInPath) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Device> {
    return withEtag(reply, await this.devices.get(id));
  }

  @Patch(':id')
  @ApiHeader(IF_MATCH)
  @Answers(200, deviceSchema, 'Changed')
  @Problems(400, 401, 404, 412, 413, 415, 422)
  async change(
    @Param('id', idInPath) id: string,
    @Body({ schema: devicePatchSchema }) patch: DevicePatch,
    @Headers('if-match') match: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Device> {
    return withEtag(reply, await this.devices.update(id, ifMatch(match), patch));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'Removed' })
  @Problems(401, 404, 409, 412, 422)
  remove(
    @Param('id', idInPath) id: string,
    @Query({ schema: deviceRemovalSchema }) { monitors }: DeviceRemoval,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    const seen = ifMatch(match);
    return monitors === 'delete' ? this.devices.deleteWithMonitors(id, seen) : this.devices.delete(id, seen);
  }
}
