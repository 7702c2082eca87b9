import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import {
  loginSchema,
  passwordChangeSchema,
  sessionSchema,
  type Login,
  type PasswordChange,
  type Session,
} from '@twotwenty/contracts/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../dependencies.js';
import { Answers, Problems } from '../http/api-doc.js';
import { invalidFields, ProblemError } from '../http/problem.js';
import { Public } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { CurrentCaller, type Caller } from './caller.js';
import { LoginLimiter } from './login-limiter.js';
import { isForeignOrigin } from './origin.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';

/** Logging in and out with a browser. */
@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  private readonly limiter = new LoginLimiter();

  constructor(
    private readonly auth: AuthService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post()
  @Public()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Logged in: the session cookie is set' })
  @Problems(401, 403, 422, 429)
  async logIn(
    @Body({ schema: loginSchema }) login: Login,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (isForeignOrigin(request)) throw new ProblemError(403, 'Log in from a page of this site.');
    this.limit(request.ip);
    const token = await this.auth.logIn(login.password);
    if (token === null) throw new ProblemError(401, 'The password is wrong.');
    this.limiter.succeeded(request.ip);
    setSessionCookie(reply, token, this.settings.cookieSecure);
  }

  @Get()
  @Answers(200, sessionSchema, 'Who is logged in')
  @Problems(401)
  show(@CurrentCaller() caller: Caller): Session {
    return { name: caller.name };
  }

  /** Guessing the current password here is as slow as guessing it at the log-in: both count together. */
  @Put('password')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Changed; every other session has ended' })
  @Problems(400, 401, 403, 413, 415, 422, 429)
  async changePassword(
    @Body({ schema: passwordChangeSchema }) change: PasswordChange,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    this.limit(request.ip);
    if (!(await this.auth.changePassword(caller, change.currentPassword, change.newPassword))) {
      throw invalidFields([{ field: 'currentPassword', message: 'is not the password that is valid now' }]);
    }
    this.limiter.succeeded(request.ip);
  }

  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Logged out' })
  @Problems(401, 403)
  async logOut(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (caller.sessionToken !== null) await this.auth.logOut(caller.sessionToken);
    clearSessionCookie(reply, this.settings.cookieSecure);
  }

  /** @throws ProblemError 429 after too many wrong passwords from an address */
  private limit(address: string): void {
    const waitSeconds = this.limiter.begin(address);
    if (waitSeconds === 0) return;
    throw new ProblemError(429, `Too many wrong passwords: try again in ${waitSeconds} seconds.`, [], {
      'retry-after': String(waitSeconds),
    });
  }
}
