import type { AuditEntry } from '@twotwenty/contracts/audit';
import type { Page, Problem } from '@twotwenty/contracts/http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, badFields, startApi, type Answer, type TestApi } from '../support/api.js';

const SESSION = '/api/v1/session';
const PASSWORD = '/api/v1/session/password';
const NEXT = 'a better horse';
const anonymous = true;
let api: TestApi;

beforeEach(async () => {
  api = await startApi('api_password');
});
afterEach(() => api.stop());

async function logIn(password: string): Promise<Answer<Problem>> {
  return api.call<Problem>('POST', SESSION, { body: { password }, anonymous });
}

async function session(): Promise<Record<string, string>> {
  const answer = await logIn(ADMIN_PASSWORD);
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', origin: api.url };
}

function change(headers: Record<string, string>, body: object): Promise<Answer<Problem>> {
  return api.call<Problem>('PUT', PASSWORD, { body, headers, anonymous });
}

describe('the password of the administrator', () => {
  it('is changed by whoever knows it; the other sessions end, and it is written down', async () => {
    const mine = await session();
    const other = await session();

    expect((await change(mine, { currentPassword: ADMIN_PASSWORD, newPassword: NEXT })).status).toBe(204);
    expect((await api.call('GET', SESSION, { headers: mine, anonymous })).status).toBe(200);
    expect((await api.call('GET', SESSION, { headers: other, anonymous })).status).toBe(401);
    expect((await logIn(ADMIN_PASSWORD)).status).toBe(401);
    expect((await logIn(NEXT)).status).toBe(204);

    const { body } = await api.call<Page<AuditEntry>>('GET', '/api/v1/audit?action=password-changed');
    expect(body.items).toMatchObject([
      { actor: 'admin', subjectType: 'account', subjectName: 'admin', details: { sessionsEnded: 1 } },
    ]);
    expect(JSON.stringify(body)).not.toContain('horse');
  });

  it('stays when the current one is wrong, and says so at the field', async () => {
    const mine = await session();
    const answer = await change(mine, { currentPassword: 'wrong', newPassword: NEXT });

    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(['currentPassword']);
    expect((await logIn(ADMIN_PASSWORD)).status).toBe(204);
  });

  it.each([
    [{ currentPassword: ADMIN_PASSWORD, newPassword: 'short' }, ['newPassword']],
    [{ currentPassword: '', newPassword: 'x'.repeat(1025) }, ['currentPassword', 'newPassword']],
    [{}, ['currentPassword', 'newPassword']],
  ])('refuses %j', async (body, fields) => {
    const answer = await change(await session(), body);
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(fields);
  });

  it('is not to be guessed here faster than at the log-in', async () => {
    const mine = await session();
    for (let count = 0; count < 10; count += 1) await change(mine, { currentPassword: 'wrong', newPassword: NEXT });

    const answer = await change(mine, { currentPassword: ADMIN_PASSWORD, newPassword: NEXT });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await logIn(ADMIN_PASSWORD)).status).toBe(429);
  });

  it('is nothing that a stranger or another site may change', async () => {
    const body = { currentPassword: ADMIN_PASSWORD, newPassword: NEXT };
    expect((await change({}, body)).status).toBe(401);
    const { cookie = '' } = await session();
    expect((await change({ cookie, origin: 'https://evil.example' }, body)).status).toBe(403);
  });

  it('is changed by one of two who change it at once', async () => {
    const mine = await session();
    const answers = await Promise.all(
      ['one horse only', 'another horse'].map((newPassword) =>
        change(mine, { currentPassword: ADMIN_PASSWORD, newPassword }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 422]);
  });
});
