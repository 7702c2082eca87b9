import type { Problem } from '@twotwenty/contracts/http';
import { removeTemporaryDirectory, temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { request } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.js';

let api: TestApi;
let folder: string;
const anonymous = true;

beforeAll(async () => {
  folder = temporaryDirectory('web');
  const files = {
    'web/index.html': '<title>TwoTwenty</title>',
    'web/assets/app-4f3a.js': 'run()',
    'web/robots.txt': 'no',
    'secret.txt': 'secret',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  api = await startApi('api_web', { webRoot: join(folder, 'web') });
});
afterAll(async () => {
  await api.stop();
  removeTemporaryDirectory(folder);
});

/** Sends a path as it is; `fetch` would tidy it up. */
function rawStatusAndBody(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(`${api.url}/`, { path }, (response) => {
      let text = `${response.statusCode} `;
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

describe('the web app', () => {
  it.each(['/', '/index.html', '/monitors', '/monitors/018f0000-0000-7000-8000-000000000000', '/login?next=%2F'])(
    'has one page, also at %s, never cached',
    async (path) => {
      const answer = await api.call<string>('GET', path, { anonymous });

      expect(answer.status).toBe(200);
      expect(answer.body).toBe('<title>TwoTwenty</title>');
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('lets its assets be kept for ever', async () => {
    const answer = await api.call<string>('GET', '/assets/app-4f3a.js', { anonymous });

    expect(answer.body).toBe('run()');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('serves its other files', async () => {
    expect((await api.call('GET', '/robots.txt', { anonymous })).body).toBe('no');
  });

  it.each(['/assets/old-1234.js', '/missing.txt', '/assets/'])('does not pretend to have %s', async (path) => {
    const answer = await api.call<Problem>('GET', path, { anonymous });

    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable');
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%00.js',
    '//etc/passwd.txt',
  ])('keeps to its folder at %s', async (path) => {
    const answer = await rawStatusAndBody(path);

    expect(answer).not.toContain('secret"');
    expect(answer).toMatch(/^4\d\d /);
  });

  it('sends the headers that keep a browser safe, with pages, answers and errors', async () => {
    for (const path of ['/', '/api/v1/health', '/api/v1/monitors', '/api/nothing', '/missing.txt']) {
      const { headers } = await api.call('GET', path, { anonymous });

      expect(headers.get('content-security-policy')).toContain(
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect((await api.call('GET', '/api/v1/sites')).headers.get('cache-control')).toBe('no-store');
  });

  it('says how to build it when it is not there', async () => {
    const bare = await startApi('api_no_web');
    const answer = await bare.call<string>('GET', '/', { anonymous });
    await bare.stop();

    expect(answer.body).toContain('npm run build');
  });
});

describe('the description of the API', () => {
  interface Document {
    openapi: string;
    paths: Record<string, Record<string, { responses: Record<string, object>; requestBody?: object }>>;
    components: { schemas: Record<string, { properties?: Record<string, object>; required?: string[] }> };
  }

  it('is OpenAPI 3.1 with every route and no loose reference', async () => {
    const { body } = await api.call<Document>('GET', '/api/openapi.json');
    const text = JSON.stringify(body);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');

    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/session',
        '/api/v1/monitors',
        '/api/v1/monitors/{id}',
        '/api/v1/monitors/{id}/test',
        '/api/v1/events',
        '/api/v1/sites/{name}',
        '/api/v1/alerts/{id}/actions/{actionId}/test',
        '/api/v1/action-runs/{id}/retry',
        '/api/v1/templates/preview',
      ]),
    );
    for (const reference of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? reference;
      expect(body.components.schemas[name], reference).toBeDefined();
    }
    expect(body.components.schemas['MonitorInput']?.required).toEqual(['deviceId', 'name', 'target']);
    expect(body.components.schemas['Monitor']?.properties?.['state']).toEqual({
      $ref: '#/components/schemas/MonitorState',
    });
    expect(body.components.schemas['DeviceInput']?.properties?.['name']).toMatchObject({
      type: 'string',
      minLength: 1,
      maxLength: 64,
    });
    for (const operations of Object.values(body.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (method === 'patch') expect(operation.requestBody).toBeDefined();
        expect(Object.keys(operation.responses)).not.toEqual([]);
      }
    }
  });

  it('can be browsed', async () => {
    expect((await api.call<string>('GET', '/api/docs')).body).toContain('swagger-ui-bundle.js');
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js']) {
      expect((await api.call('GET', `/api/docs/${file}`)).status).toBe(200);
    }
    expect((await api.call('GET', '/api/docs/package.json')).status).toBe(404);
  });
});
