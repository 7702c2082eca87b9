import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/auth.guard.js';
import { SETTINGS, type Settings } from '../dependencies.js';
import { ProblemError } from '../http/problem.js';

const YEAR_MS = 365 * 86_400_000;

/** The web app: its files, and its one page for every address that is no file and no API. */
@ApiExcludeController()
@Public()
@Controller()
export class WebController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('*')
  serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): FastifyReply {
    const path = request.url.split('?')[0] ?? '/';
    if (/^\/api(\/|$)/.test(path)) throw new ProblemError(404, `There is nothing at GET ${path}.`);
    if (!existsSync(join(this.settings.webRoot, 'index.html'))) return notBuilt(reply);
    if (path.startsWith('/assets/')) {
      // Vite puts a hash of the content into these names.
      return reply.sendFile(path, this.settings.webRoot, { immutable: true, maxAge: YEAR_MS });
    }
    return reply
      .header('cache-control', 'no-cache')
      .sendFile(/\.\w+$/.test(path) ? path : 'index.html', this.settings.webRoot, { cacheControl: false });
  }
}

function notBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .status(503)
    .type('text/plain; charset=utf-8')
    .header('cache-control', 'no-store')
    .send('The web app is not built. Run: npm run build\nThe API is at /api/v1/, its description at /api/docs.\n');
}
