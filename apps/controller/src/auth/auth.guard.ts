import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../http/problem.js';
import { AuthService } from './auth.service.js';
import { isSameOrigin } from './origin.js';

const PUBLIC = 'twotwenty:public';

/** Opens a route to everybody. Its handler may still ask who is calling. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

const READS = ['GET', 'HEAD', 'OPTIONS'];

/** Lets only known callers in, everywhere but where a route is public. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly auth: AuthService,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const isPublic =
      this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) ??
      false;
    // A public route must answer even while the sessions can't be read.
    const caller = await this.auth.identify(request, reply).catch((error: unknown) => {
      if (isPublic) return undefined;
      throw error;
    });
    if (caller === undefined) {
      if (isPublic) return true;
      throw wrongCredentials();
    }
    if (caller.sessionToken !== null && !READS.includes(request.method) && !isSameOrigin(request)) {
      throw new ProblemError(403, 'A write with the session cookie must come from a page of this site (Origin).');
    }
    request.caller = caller;
    return true;
  }
}

/** The answer to whoever is not known. */
export function wrongCredentials(): ProblemError {
  return new ProblemError(401, 'Log in, or send an API token.', [], { 'www-authenticate': 'Bearer realm="TwoTwenty"' });
}
