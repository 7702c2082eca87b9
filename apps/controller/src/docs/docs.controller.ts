import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { ProblemError } from '../http/problem.js';
import { OpenApiDocument } from './openapi.js';

/** Only these of Swagger UI's files are served. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const uiFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>TwoTwenty API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png"><link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body><div id="ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script>
</body>
</html>
`;

// A file of its own, because the content security policy allows no script inside the page.
const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null });\n`;

/** The API's description, for programs and for people. */
@ApiExcludeController()
@Controller('api')
export class DocsController {
  constructor(@Inject(OpenApiDocument) private readonly openApi: OpenApiDocument) {}

  @Get('openapi.json')
  document(): OpenAPIObject {
    return this.openApi.get();
  }

  @Get('docs')
  page(@Res() reply: FastifyReply): FastifyReply {
    return reply.type('text/html; charset=utf-8').send(PAGE);
  }

  @Get('docs/start.js')
  start(@Res() reply: FastifyReply): FastifyReply {
    return reply.type('text/javascript; charset=utf-8').send(START);
  }

  @Get('docs/:file')
  file(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): FastifyReply {
    if (!FILES.includes(file)) throw new ProblemError(404, `There is nothing at GET ${request.url.split('?')[0]}.`);
    return reply.sendFile(file, uiFolder, { maxAge: 86_400_000 });
  }
}
