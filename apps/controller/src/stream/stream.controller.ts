import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import { streamFrameSchema, streamQuerySchema, type StreamQuery } from '@twotwenty/contracts/stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Problems } from '../http/api-doc.js';
import { reference } from '../http/api-schemas.js';
import { StreamHub } from './stream-hub.js';

const DESCRIPTION =
  'Server-sent events: the data of each is a JSON array of messages, empty every 10 seconds if nothing happened. ' +
  'The first says hello. The stream ends with the session, and when the controller stops or can tell nothing; come again with the last id.';

/** What happens, as it happens. */
@ApiTags('stream')
@Controller('api/v1/stream')
export class StreamController {
  constructor(private readonly hub: StreamHub) {}

  @Get()
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Resumes after this event, up to ten minutes later',
  })
  @ApiResponse({
    status: 200,
    description: DESCRIPTION,
    content: { 'text/event-stream': { schema: reference(streamFrameSchema) } },
  })
  @Problems(401, 422, 503)
  async open(
    @CurrentCaller() caller: Caller,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Query({ schema: streamQuerySchema }) query: StreamQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // HEAD asks for the headers alone, and would never read what is kept for it.
    const body = request.method === 'HEAD' ? '' : await this.hub.open(caller, lastEventId ?? query.lastEventId);
    await reply
      .type('text/event-stream; charset=utf-8')
      // Nginx would collect what is to be seen at once; a connection that was a stream is of no further use.
      .headers({ 'x-accel-buffering': 'no', connection: 'close' })
      .send(body);
  }
}
