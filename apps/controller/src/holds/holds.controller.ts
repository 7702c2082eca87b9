import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  suspensionInputSchema,
  suspensionSchema,
  type Suspension,
  type SuspensionInput,
} from '@twotwenty/contracts/hold';
import { monitorSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { HoldRepository, type SuspensionOutcome } from '@twotwenty/database/repositories/hold.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import type { FastifyReply } from 'fastify';
import { Answers, Problems } from '../http/api-doc.js';
import { withEtag } from '../http/etag.js';
import { idInPath, tagInPath } from '../http/parameters.js';

/** Suspensions: holds that people begin and that end by themselves. */
@ApiTags('holds')
@Controller('api/v1')
export class HoldsController {
  constructor(
    private readonly holds: HoldRepository,
    private readonly monitors: MonitorRepository,
  ) {}

  @Post('monitors/:id/suspend')
  @HttpCode(200)
  @Answers(200, monitorSchema, 'Suspended; the hold shows while no stronger one does, and ends by itself')
  @Problems(400, 401, 404, 413, 415, 422)
  async suspendMonitor(
    @Param('id', idInPath) id: string,
    @Body({ schema: suspensionInputSchema }) input: SuspensionInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Monitor> {
    await this.holds.suspend({ monitorId: id }, input);
    return withEtag(reply, await this.monitors.get(id));
  }

  @Post('monitors/:id/resume')
  @HttpCode(200)
  @Answers(200, monitorSchema, 'Not suspended any more; without another hold a test is due at once')
  @Problems(401, 404)
  async resumeMonitor(
    @Param('id', idInPath) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Monitor> {
    await this.holds.resume({ monitorId: id });
    return withEtag(reply, await this.monitors.get(id));
  }

  @Post('devices/:id/suspend')
  @HttpCode(200)
  @Answers(200, suspensionSchema, 'The monitors that the device has now are suspended')
  @Problems(400, 401, 404, 413, 415, 422)
  async suspendDevice(
    @Param('id', idInPath) id: string,
    @Body({ schema: suspensionInputSchema }) input: SuspensionInput,
  ): Promise<Suspension> {
    return toSuspension(await this.holds.suspend({ deviceId: id }, input));
  }

  @Post('devices/:id/resume')
  @HttpCode(200)
  @Answers(200, suspensionSchema, 'No monitor of the device is suspended any more')
  @Problems(401, 404)
  async resumeDevice(@Param('id', idInPath) id: string): Promise<Suspension> {
    return toSuspension(await this.holds.resume({ deviceId: id }));
  }

  @Post('tags/:tag/suspend')
  @HttpCode(200)
  @Answers(200, suspensionSchema, 'The monitors that have the tag now, by themselves or by their device, are suspended')
  @Problems(400, 401, 404, 413, 415, 422)
  async suspendTag(
    @Param('tag', tagInPath) tag: string,
    @Body({ schema: suspensionInputSchema }) input: SuspensionInput,
  ): Promise<Suspension> {
    return toSuspension(await this.holds.suspend({ tag }, input));
  }

  @Post('tags/:tag/resume')
  @HttpCode(200)
  @Answers(200, suspensionSchema, 'No monitor that has the tag is suspended any more')
  @Problems(401, 404)
  async resumeTag(@Param('tag', tagInPath) tag: string): Promise<Suspension> {
    return toSuspension(await this.holds.resume({ tag }));
  }
}

function toSuspension({ until, monitors }: SuspensionOutcome): Suspension {
  return { until: until?.toISOString() ?? null, monitors };
}
