import type { FastifyInstance } from 'fastify';

/**
 * Takes JSON bodies and no others. An empty body counts as none, because many clients name the type with every request.
 * Fastify's own parser does the work: it refuses `__proto__`.
 */
export function acceptJsonOnly(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text === '') done(null, undefined);
    else void parse(request, text, done);
  });
}
