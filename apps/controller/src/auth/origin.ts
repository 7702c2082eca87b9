import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser says that a page of this very site made the request. The scheme is not compared: a proxy may end TLS
 * in front, and then it is not known here.
 */
export function isSameOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  return (
    origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
  );
}

/** A browser names the origin of every write; other clients name none. */
export function isForeignOrigin(request: FastifyRequest): boolean {
  return request.headers.origin !== undefined && !isSameOrigin(request);
}
