import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who makes a request. */
export interface Caller {
  readonly name: string;
  /** The token of the session, or null for a caller with an API token. */
  readonly sessionToken: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; undefined where nobody is logged in, which only public routes see. */
    caller?: Caller;
  }
}

/** The caller of a route, undefined on a public one that was called by nobody known. */
export const CurrentCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().caller,
);
