import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { MAX_BODY_BYTES } from '@twotwenty/contracts/limits';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import type { Dependencies } from './dependencies.js';
import { OpenApiDocument } from './docs/openapi.js';
import { acceptJsonOnly } from './http/json-body.js';
import { ProblemFilter } from './http/problem.filter.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { NestLogger } from './nest-logger.js';

/**
 * The admin API and the web app, ready to listen. What is handed in stays the caller's to close.
 * @returns an app that is initialised: call `listen`, and `close` at the end
 */
export async function createApp(dependencies: Dependencies): Promise<NestFastifyApplication> {
  const problems = new ProblemFilter(dependencies.logger);
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: [...dependencies.settings.trustedProxies],
    // What the router refuses by itself never reaches Nest.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      problems.send(error, request, reply),
  });
  const fastify = adapter.getInstance();
  addSecurityHeaders(fastify);
  acceptJsonOnly(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(dependencies), adapter, {
    logger: new NestLogger(dependencies.logger),
    abortOnError: false,
    bodyParser: false,
  });
  await app.register(cookie);
  await app.register(fastifyStatic, { root: dependencies.settings.webRoot, serve: false });
  app.get(OpenApiDocument).build(app);
  await app.init();
  await fastify.ready();
  return app;
}
