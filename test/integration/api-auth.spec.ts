import type { Health, Problem, Session } from '@twotwenty/contracts/http';
import { AccountRepository } from '@twotwenty/database/repositories/account.repository';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADMIN_PASSWORD, ADMIN_TOKEN, startApi, type Answer, type TestApi } from '../support/api.js';

const SESSION = '/api/v1/session';
const ID = '018f0000-0000-7000-8000-000000000000';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_auth');
});
afterAll(() => api.stop());

const anonymous = true;

async function logIn(password = ADMIN_PASSWORD): Promise<Answer<Problem>> {
  return api.call<Problem>('POST', SESSION, { body: { password }, anonymous });
}

/** Whose session it is. */
async function nameIn(cookie: string): Promise<string | null> {
  return (await api.call<Session>('GET', SESSION, { anonymous, headers: { cookie } })).body.name;
}

/** The pair `name=value` of the cookie an answer sets. */
function cookieOf(answer: Answer<unknown>): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('who may call', () => {
  it.each([
    ['GET', '/api/v1/monitors'],
    ['POST', '/api/v1/monitors'],
    ['GET', '/api/v1/sites'],
    ['DELETE', '/api/v1/sites/default'],
    ['GET', '/api/v1/devices'],
    ['GET', '/api/v1/events'],
    ['GET', '/api/v1/dead-letters'],
    ['POST', `/api/v1/monitors/${ID}/simulate-downtime`],
    ['GET', `/api/v1/monitors/${ID}/alerts`],
    ['GET', '/api/v1/alerts'],
    ['POST', '/api/v1/alerts'],
    ['GET', `/api/v1/alerts/${ID}`],
    ['PATCH', `/api/v1/alerts/${ID}`],
    ['DELETE', `/api/v1/alerts/${ID}`],
    ['GET', `/api/v1/alerts/warnings?ids=${ID}`],
    ['POST', `/api/v1/alerts/${ID}/actions/${ID}/test`],
    ['GET', '/api/v1/action-runs'],
    ['GET', `/api/v1/action-runs/${ID}`],
    ['POST', '/api/v1/action-runs/retry'],
    ['POST', `/api/v1/action-runs/${ID}/retry`],
    ['GET', '/api/v1/credentials'],
    ['POST', '/api/v1/credentials'],
    ['GET', `/api/v1/credentials/${ID}`],
    ['PATCH', `/api/v1/credentials/${ID}`],
    ['DELETE', `/api/v1/credentials/${ID}`],
    ['GET', '/api/v1/audit'],
    ['GET', '/api/v1/templates/tokens'],
    ['POST', '/api/v1/templates/preview'],
    ['GET', '/api/v1/maintenance-windows'],
    ['POST', '/api/v1/maintenance-windows'],
    ['POST', '/api/v1/monitors/018f0000-0000-7000-8000-000000000000/suspend'],
    ['POST', '/api/v1/devices/018f0000-0000-7000-8000-000000000000/resume'],
    ['POST', '/api/v1/tags/mx/suspend'],
    ['POST', '/api/v1/tags/mx/resume'],
    ['DELETE', SESSION],
    ['GET', '/api/v1/stream'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/docs'],
    ['GET', '/api/docs/swagger-ui.css'],
  ])('refuses %s %s without credentials', async (method, path) => {
    const answer = await api.call<Problem>(method, path, { anonymous });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(answer.body).toMatchObject({ status: 401, title: 'Unauthorized' });
  });

  it.each(['Bearer wrong', `Bearer ${ADMIN_TOKEN}x`, `Basic ${ADMIN_TOKEN}`, 'Bearer', ''])(
    'refuses the header %j',
    async (authorization) => {
      const answer = await api.call('GET', '/api/v1/monitors', { anonymous, headers: { authorization } });

      expect(answer.status).toBe(401);
    },
  );

  it('takes the token', async () => {
    expect((await api.call('GET', '/api/v1/monitors')).status).toBe(200);
    expect((await api.call<Session>('GET', SESSION)).body).toEqual({ name: 'admin' });
  });

  it('shows the health to everybody, and the checks to known callers', async () => {
    const stranger = await api.call<Health>('GET', '/api/v1/health', { anonymous });
    const known = await api.call<Health>('GET', '/api/v1/health');

    expect(stranger.status).toBe(200);
    expect(stranger.body).toMatchObject({ status: 'ok', checks: {} });
    expect(known.body.checks).toEqual({ database: { ok: true, message: null }, queue: { ok: true, message: null } });
  });

  it('says that it is degraded when the queue is away', async () => {
    api.queues.ping = () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:6379'));
    const stranger = await api.call<Health>('GET', '/api/v1/health', { anonymous });
    const known = await api.call<Health>('GET', '/api/v1/health');
    api.queues.ping = () => Promise.resolve();

    expect(stranger.status).toBe(503);
    expect(stranger.body).toMatchObject({ status: 'degraded', checks: {} });
    expect(known.body.checks['queue']).toEqual({ ok: false, message: 'connect ECONNREFUSED 127.0.0.1:6379' });
  });
});

describe('who asks who they are', () => {
  it('is told that it is nobody', async () => {
    const answer = await api.call<Session>('GET', SESSION, { anonymous });

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ name: null });
  });

  it('is refused with a token that is wrong', async () => {
    const answer = await api.call('GET', SESSION, { anonymous, headers: { authorization: 'Bearer wrong' } });

    expect(answer.status).toBe(401);
  });

  it('is not taken for nobody while the sessions can not be read', async () => {
    const cookie = cookieOf(await logIn());
    const asked = vi
      .spyOn(AccountRepository.prototype, 'findSession')
      .mockRejectedValue(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    const answer = await api.call<Problem>('GET', SESSION, { anonymous, headers: { cookie } });
    asked.mockRestore();

    expect(answer.status).toBe(503);
  });
});

describe('a session', () => {
  it('begins with the password and ends with DELETE', async () => {
    const login = await logIn();
    const cookie = cookieOf(login);

    expect(login.status).toBe(204);
    expect(login.headers.get('set-cookie')).toMatch(/; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await api.call<Session>('GET', SESSION, { anonymous, headers: { cookie } })).body).toEqual({
      name: 'admin',
    });

    const logout = await api.call('DELETE', SESSION, { anonymous, headers: { cookie, origin: api.url } });
    expect(logout.status).toBe(204);
    expect(await nameIn(cookie)).toBeNull();
  });

  it('is stored as a hash only', async () => {
    const token = cookieOf(await logIn()).split('=')[1] ?? '';
    const rows = await api.dataSource.query<{ token_hash: Buffer }[]>('SELECT token_hash FROM session');

    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    for (const row of rows) {
      expect(row.token_hash).toHaveLength(32);
      expect(row.token_hash.equals(Buffer.from(token, 'base64url'))).toBe(false);
    }
  });

  it('lasts twelve hours from its last use', async () => {
    const cookie = cookieOf(await logIn());
    await api.dataSource.query(`UPDATE session SET expires_at = now() + interval '1 hour'`);
    const used = await api.call('GET', SESSION, { anonymous, headers: { cookie } });
    const [row] = await api.dataSource.query<{ hours: number }[]>(
      `SELECT max(extract(epoch FROM expires_at - now()))::float8 / 3600 AS hours FROM session`,
    );

    expect(used.status).toBe(200);
    expect(used.headers.get('set-cookie')).toContain('Max-Age=43200');
    expect(row?.hours).toBeGreaterThan(11.9);

    await api.dataSource.query(`UPDATE session SET expires_at = now() - interval '1 second'`);
    expect(await nameIn(cookie)).toBeNull();
  });

  it.each([
    ['without an origin', {}],
    ['from another site', { origin: 'https://evil.example' }],
    ['from an opaque origin', { origin: 'null' }],
    ['from the same host on another port', { origin: 'http://127.0.0.1:1' }],
  ])('writes nothing %s', async (_title, headers: Record<string, string>) => {
    const cookie = cookieOf(await logIn());
    const body = { name: 'forged', address: 'evil.example' };
    const refused = await api.call<Problem>('POST', '/api/v1/devices', {
      anonymous,
      body,
      headers: { cookie, ...headers },
    });
    const [row] = await api.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM device WHERE name = 'forged'`,
    );

    expect(refused.status).toBe(403);
    expect(row?.count).toBe(0);
  });

  it('writes from a page of this site', async () => {
    const headers = { cookie: cookieOf(await logIn()), origin: api.url };
    const answer = await api.call('POST', '/api/v1/devices', {
      anonymous,
      body: { name: 'mine', address: 'mx.example' },
      headers,
    });

    expect(answer.status).toBe(201);
  });

  it('is not begun from another site', async () => {
    const answer = await api.call('POST', SESSION, {
      anonymous,
      body: { password: ADMIN_PASSWORD },
      headers: { origin: 'https://evil.example' },
    });

    expect(answer.status).toBe(403);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('goes over TLS only where the settings say so', async () => {
    const secure = await startApi('api_secure', { cookieSecure: true });
    const login = await secure.call('POST', SESSION, { anonymous, body: { password: ADMIN_PASSWORD } });
    await secure.stop();

    expect(login.headers.get('set-cookie')).toContain('; Secure');
  });

  it('is refused to whom a trusted proxy names, and to nobody else behind it', async () => {
    const behind = await startApi('api_proxy', { trustedProxies: ['127.0.0.0/8'] });
    const guess = async (client: string, password = 'wrong') => {
      const headers = { 'x-forwarded-for': client };
      return (await behind.call('POST', SESSION, { anonymous, headers, body: { password } })).status;
    };
    const statuses = await Promise.all(Array.from({ length: 11 }, () => guess('192.0.2.7')));
    const other = await guess('192.0.2.8', ADMIN_PASSWORD);
    await behind.stop();

    expect(statuses.sort()).toEqual([...Array<number>(10).fill(401), 429]);
    expect(other).toBe(204);
  });

  // Last: afterwards this address has no tries left.
  it('is refused to those who guess, ten times a minute', async () => {
    expect((await logIn('wrong')).status).toBe(401);
    // Whoever knows the password may log in as often as they like.
    for (let count = 0; count < 12; count += 1) expect((await logIn()).status).toBe(204);

    const guesses = await Promise.all(Array.from({ length: 14 }, () => logIn('wrong')));
    const statuses = guesses.map((guess) => guess.status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);

    const refused = await logIn();
    expect(refused.status).toBe(429);
    // Nobody is trusted here: what a client says of itself changes nothing.
    const disguised = { anonymous, headers: { 'x-forwarded-for': '192.0.2.9' }, body: { password: ADMIN_PASSWORD } };
    expect((await api.call('POST', SESSION, disguised)).status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });
});
