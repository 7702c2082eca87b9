import type { Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMonitor, startApi, type TestApi } from '../support/api.js';

const MONITORS = '/api/v1/monitors';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_target');
});
afterAll(() => api.stop());

const get = (id: string) => api.call<Monitor>('GET', `${MONITORS}/${id}`);
const patch = (id: string, body: object) => api.call<Monitor>('PATCH', `${MONITORS}/${id}`, { body });

describe('creating a target', () => {
  it.each([
    [{ security: 'tls' }, 465],
    [{ security: 'starttls' }, 25],
    [{ security: 'none' }, 25],
    [{}, 25],
    [{ security: 'tls', port: 25 }, 25],
    [{ security: 'starttls', port: 587 }, 587],
  ])('to %j uses port %i', async (fields, port) => {
    const { target } = await createMonitor(api, { target: { host: 'mx1.example.com', ...fields } });

    expect(target).toMatchObject({ ...fields, port });
  });
});

describe('changing a target', () => {
  it('changes the policy for certificates field by field', async () => {
    const { id, target } = await createMonitor(api, { target: { host: 'mx1.example.com', tls: { failDays: 3 } } });
    const { body } = await patch(id, { target: { tls: { certificate: 'report' } } });

    expect(body.target).toEqual({ ...target, tls: { certificate: 'report', warnDays: 14, failDays: 3 } });
    expect((await patch(id, { target: { tls: { warnDays: null } } })).body.target.tls).toEqual({
      certificate: 'report',
      warnDays: null,
      failDays: 3,
    });
  });

  it('of the security keeps the port', async () => {
    const { id } = await createMonitor(api);

    expect((await patch(id, { target: { security: 'tls' } })).body.target).toMatchObject({ security: 'tls', port: 25 });
  });

  it.each([
    [
      { tls: { failDays: 10 } },
      { tls: { warnDays: 9 } },
      'target.tls.failDays',
      /^must not be more than warnDays, which is 9$/,
    ],
    [{ tls: { warnDays: 9 } }, { tls: { failDays: 10 } }, 'target.tls.failDays', /which is 9$/],
    [{ host: '192.0.2.1' }, { addressFamily: 'ipv6' }, 'target.addressFamily', /is an IPv4 address$/],
    [{ addressFamily: 'ipv4' }, { host: '::1' }, 'target.addressFamily', /is an IPv6 address$/],
  ])('refuses that %j becomes %j', async (stored, changed, field, message) => {
    const monitor = await createMonitor(api, { target: { host: 'mx1.example.com', ...stored } });
    const answer = await api.call<Problem>('PATCH', `${MONITORS}/${monitor.id}`, { body: { target: changed } });

    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([{ field, message: expect.stringMatching(message) as string }]);
    expect((await get(monitor.id)).body).toEqual(monitor);
  });
});

describe('the description of the API', () => {
  it('tells what a client may leave out of a target, and what it gets', async () => {
    const { body } = await api.call<Document>('GET', '/api/openapi.json');
    const { MonitorInput, MonitorPatch, Monitor: read, SiteCertificate } = body.components.schemas;
    const written = MonitorInput?.properties['target'];

    expect(written).toMatchObject({ required: ['host'], properties: { port: { minimum: 1, maximum: 65_535 } } });
    expect(written?.properties['port']?.description).toContain('465');
    expect(written?.properties['tls']?.properties['warnDays']).toMatchObject({ default: 14 });
    expect(read?.properties['target']?.required).toContain('port');
    expect(MonitorPatch?.properties['target']?.properties['tls']).not.toHaveProperty('required');
    expect(SiteCertificate?.properties['certificate']?.required).toContain('daysLeft');
    expect(body.paths).toHaveProperty(['/api/v1/monitors/{id}/certificates', 'get', 'responses', '200']);
  });
});

interface Schema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, Schema>>;
}

interface Document {
  readonly paths: object;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
