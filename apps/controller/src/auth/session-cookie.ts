import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'twotwenty_session';

/** A session ends so long after it was used last. */
export const SESSION_SECONDS = 12 * 3600;

/** The token of the browser's session, or undefined. */
export function readSessionCookie(request: FastifyRequest): string | undefined {
  return request.cookies[NAME];
}

export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  void reply.setCookie(NAME, token, { ...attributes(secure), maxAge: SESSION_SECONDS });
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(NAME, attributes(secure));
}

function attributes(secure: boolean) {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
}
