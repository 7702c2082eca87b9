import { Inject, Injectable } from '@nestjs/common';
import { AccountRepository } from '@twotwenty/database/repositories/account.repository';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../dependencies.js';
import type { Caller } from './caller.js';
import { ADMIN_ACCOUNT, hashPassword, verifyPassword } from './passwords.js';
import { readSessionCookie, SESSION_SECONDS, setSessionCookie } from './session-cookie.js';
import { hashToken, newToken, sameToken } from './tokens.js';

/** A session is written again only when so much of it has passed, not with every request. */
const EXTEND_AFTER_SECONDS = 600;

/** Finds out who makes a request, begins and ends sessions. */
@Injectable()
export class AuthService {
  constructor(
    private readonly accounts: AccountRepository,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Who makes a request: the bearer of the administrator's token, or whoever is logged in with the browser.
   * A header that is wrong is refused even when the cookie is right: the client meant it.
   */
  async identify(request: FastifyRequest, reply: FastifyReply): Promise<Caller | undefined> {
    const { authorization } = request.headers;
    return authorization === undefined ? this.identifyByCookie(request, reply) : this.identifyByToken(authorization);
  }

  /** @returns the token of the new session, or null when the password is wrong */
  async logIn(password: string): Promise<string | null> {
    const hash = await this.accounts.passwordHash(ADMIN_ACCOUNT);
    if (!(await verifyPassword(hash, password))) return null;
    const token = newToken();
    await this.accounts.beginSession(hashToken(token), ADMIN_ACCOUNT, SESSION_SECONDS);
    return token;
  }

  /**
   * Changes the password of the administrator. All sessions end but the one that asked for it.
   * @returns false when the current password is wrong
   */
  async changePassword(caller: Caller, current: string, next: string): Promise<boolean> {
    const seen = await this.accounts.passwordHash(caller.name);
    if (seen === null || !(await verifyPassword(seen, current))) return false;
    const kept = caller.sessionToken === null ? null : hashToken(caller.sessionToken);
    return this.accounts.changePassword(caller.name, { seen, next: await hashPassword(next) }, kept);
  }

  async logOut(token: string): Promise<void> {
    await this.accounts.endSession(hashToken(token));
  }

  private identifyByToken(authorization: string): Caller | undefined {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const { adminToken } = this.settings;
    if (token === undefined || adminToken === undefined || !sameToken(token, adminToken)) return undefined;
    return { name: ADMIN_ACCOUNT, sessionToken: null };
  }

  private async identifyByCookie(request: FastifyRequest, reply: FastifyReply): Promise<Caller | undefined> {
    const token = readSessionCookie(request);
    if (token === undefined) return undefined;
    const session = await this.accounts.findSession(hashToken(token));
    if (session === null) return undefined;
    if (session.remainingSeconds < SESSION_SECONDS - EXTEND_AFTER_SECONDS) {
      await this.accounts.extendSession(hashToken(token), SESSION_SECONDS);
      setSessionCookie(reply, token, this.settings.cookieSecure);
    }
    return { name: session.accountName, sessionToken: token };
  }
}
