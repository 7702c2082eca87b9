import { hostKeySchema, type HostKey } from '@twotwenty/contracts/host-key';
import type { Page, Problem } from '@twotwenty/contracts/http';
import { HostKeyRepository } from '@twotwenty/database/repositories/host-key.repository';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { badFields, startApi, type Answer, type TestApi } from '../support/api.js';
import { auditOf } from '../support/audit.js';

const KEYS = '/api/v1/host-keys';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_host_keys');
});
afterAll(() => api.stop());

describe('host keys', () => {
  const first = { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` };
  const second = { type: 'ecdsa-sha2-nistp256', fingerprint: `SHA256:${'B'.repeat(43)}` };
  let keys: HostKeyRepository;

  beforeEach(async () => {
    keys = new HostKeyRepository(api.dataSource);
    await api.dataSource.query('DELETE FROM host_key; DELETE FROM audit');
  });

  async function list(query = ''): Promise<Page<HostKey>> {
    const { status, body } = await api.call<Page<HostKey>>('GET', `${KEYS}${query}`);
    expect(status).toBe(200);
    for (const key of body.items) expect(hostKeySchema.parse(key)).toEqual(key);
    return body;
  }

  async function onlyKey(): Promise<HostKey> {
    const { items } = await list();
    const [key] = items;
    if (key === undefined || items.length !== 1) throw new Error(`there are ${items.length} keys`);
    return key;
  }

  const accept = (id: string, fingerprint: unknown) =>
    api.call<HostKey & Problem>('POST', `${KEYS}/${id}/accept`, { body: { fingerprint } });

  it('are pinned when they are first seen, by name without regard to case, and by port', async () => {
    expect(await keys.check('MX1.example.com', 22, first)).toBeNull();
    expect(await keys.check('mx1.EXAMPLE.com', 22, first)).toBeNull();
    expect(await onlyKey()).toMatchObject({ machine: 'mx1.example.com', port: 22, pinned: first, offered: null });
    expect(await keys.check('mx1.example.com', 2222, second)).toBeNull();
    expect((await list()).items).toHaveLength(2);
    expect(await auditOf(api, 'host-key')).toMatchObject([
      { actor: 'evaluator', action: 'host-key-pinned', details: { port: 2222, fingerprint: second.fingerprint } },
      { actor: 'evaluator', action: 'host-key-pinned', subjectName: 'mx1.example.com' },
    ]);
  });

  it('are refused when they are others, until somebody accepts the one that was seen', async () => {
    await keys.check('mx1', 22, first);
    expect((await accept((await onlyKey()).id, first.fingerprint)).body.errors).toEqual([
      { field: 'fingerprint', message: 'no other key was offered' },
    ]);
    expect(await keys.check('mx1', 22, second)).toEqual({ pinned: first.fingerprint });
    const refused = await onlyKey();
    expect(refused).toMatchObject({ pinned: first, offered: second });

    const wrong = await accept(refused.id, `SHA256:${'C'.repeat(43)}`);
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors).toEqual([{ field: 'fingerprint', message: 'is not the key that was offered' }]);
    expect(await onlyKey()).toEqual(refused);

    const accepted = await accept(refused.id, second.fingerprint);
    expect(accepted.status).toBe(200);
    expect(accepted.body).toEqual(await onlyKey());
    expect(accepted.body).toMatchObject({ id: refused.id, pinned: second, offered: null });
    expect(await keys.check('mx1', 22, second)).toBeNull();
    expect(await keys.check('mx1', 22, first)).toEqual({ pinned: second.fingerprint });
    const [entry] = await auditOf(api, 'host-key');
    expect(entry).toMatchObject({
      actor: 'admin',
      action: 'host-key-accepted',
      subjectId: refused.id,
      subjectName: 'mx1',
      details: { port: 22, fingerprint: second.fingerprint, before: first.fingerprint },
    });
  });

  it.each([undefined, 'SHA256:short', `MD5:${'A'.repeat(43)}`, `${second.fingerprint}\n`, 7])(
    'are not accepted by %j',
    async (fingerprint) => {
      await keys.check('mx1', 22, first);
      await keys.check('mx1', 22, second);
      const answer = await accept((await onlyKey()).id, fingerprint);
      expect(answer.status).toBe(422);
      expect(badFields(answer)).toEqual(['fingerprint']);
      expect((await onlyKey()).pinned).toMatchObject(first);
    },
  );

  it('are forgotten when somebody says so: the next one is pinned', async () => {
    await keys.check('mx1', 22, first);
    const { id } = await onlyKey();
    expect((await api.call('DELETE', `${KEYS}/${id}`)).status).toBe(204);
    expect((await list()).items).toEqual([]);
    expect((await auditOf(api, 'host-key'))[0]).toMatchObject({
      actor: 'admin',
      action: 'host-key-removed',
      subjectId: id,
    });
    for (const unknown of [id, randomUUID(), 'x']) {
      expect((await api.call('DELETE', `${KEYS}/${unknown}`)).status).toBe(404);
      expect((await accept(unknown, first.fingerprint)).status).toBe(404);
    }
    expect(await keys.check('mx1', 22, second)).toBeNull();
    expect((await onlyKey()).pinned).toMatchObject(second);
  });

  it('of two that are seen first at once, one is pinned, and all know it', async () => {
    const shown = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? first : second));
    const answers = await Promise.all(shown.map((key) => keys.check('mx1', 22, key)));
    const { pinned } = await onlyKey();
    const expected = shown.map(({ fingerprint }) =>
      fingerprint === pinned.fingerprint ? null : { pinned: pinned.fingerprint },
    );
    expect(answers).toEqual(expected);
    expect((await auditOf(api, 'host-key')).map(({ action }) => action)).toEqual(['host-key-pinned']);
  });

  it('come by machine and port in pages', async () => {
    const places = [
      ['a', 22],
      ['a', 2222],
      ['b', 22],
      ['b', 2222],
      ['c', 22],
    ] as const;
    for (const [machine, port] of [...places].reverse()) await keys.check(machine, port, first);
    const seen: [string, number][] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
      const page: Page<HostKey> = await list(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ machine, port }): [string, number] => [machine, port]));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(places);
    const refused: Answer<Problem> = await api.call('GET', `${KEYS}?cursor=nonsense&colour=red`);
    expect(refused.status).toBe(422);
  });
});
