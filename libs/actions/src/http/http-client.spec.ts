import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { closedPort, startScriptedServer } from '@twotwenty/testing/scripted-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Lookup } from './guarded-lookup.js';
import type { HttpRequest } from './http-client.js';
import { aClient, unhurried } from './notice.fixture.js';
import { answers, inTurn, startReceiver } from './receiver.fixture.js';

const { signal } = unhurried();

function post(url: string, headers: Readonly<Record<string, string>> = {}): HttpRequest {
  return { method: 'POST', url: new URL(url), headers, body: '{"a":"ü"}' };
}

/** A lookup by which every name has these addresses. */
function resolvesTo(...addresses: readonly string[]): Lookup {
  const found = addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_hostname, _options, callback) => process.nextTick(callback, null, found);
}

/** The signal of a time limit that ends as soon as the test wants. */
function aTimeLimit(): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, end: () => controller.abort(new DOMException('time is over', 'TimeoutError')) };
}

describe('an HTTP client', () => {
  it('sends a request and gives the answer', async () => {
    const receiver = await startReceiver(answers(202, 'taken'));
    const result = await aClient().send(post(receiver.url('/a?b=c'), { 'X-Key': 'k' }), signal);
    expect(result.answer).toEqual({ status: 202, retryAfterSeconds: null, body: 'taken' });
    expect(receiver.requests).toMatchObject([
      { method: 'POST', url: '/a?b=c', body: '{"a":"ü"}', headers: { 'x-key': 'k', 'content-length': '10' } },
    ]);
  });

  it('uses a connection again', async () => {
    const receiver = await startReceiver(answers(200));
    const client = aClient();
    for (let count = 0; count < 20; count += 1) await client.send(post(receiver.url()), signal);
    expect(receiver.requests).toHaveLength(20);
    expect(receiver.connections).toHaveLength(1);
  });

  it('sends once more by a new connection what met one that its server had just closed', async () => {
    const receiver = await startReceiver(
      inTurn(answers(200), (response) => response.socket?.resetAndDestroy(), answers(200, 'second')),
    );
    const client = aClient();
    await client.send(post(receiver.url()), signal);
    const { answer } = await client.send(post(receiver.url()), signal);
    expect(answer?.body).toBe('second');
    expect(receiver.connections).toHaveLength(2);
  });

  it.each([
    ['a request before anything is sent', (response: ServerResponse) => response.socket?.destroy()],
    ['an answer half-way', (response: ServerResponse) => response.write('x', () => response.socket?.destroy())],
  ])('says that %s was cut off', async (_, respond) => {
    const receiver = await startReceiver(respond);
    const { failure } = await aClient().send(post(receiver.url()), signal);
    const error = `127.0.0.1 port ${receiver.port} closed the connection before its answer was complete`;
    expect(failure).toEqual({ retryable: true, error });
    expect(receiver.requests).toHaveLength(1);
  });

  it('says who refused the connection', async () => {
    const port = await closedPort();
    const { failure } = await aClient().send(post(`http://127.0.0.1:${port}/secret-path`), signal);
    expect(failure).toEqual({ retryable: true, error: `Connection refused by 127.0.0.1 port ${port}` });
  });

  it('says so too when several addresses of a name did', async () => {
    const port = await closedPort();
    const client = aClient({ lookup: resolvesTo('127.0.0.1', '127.0.0.2') });
    const { failure } = await client.send(post(`http://hooks.test:${port}/`), signal);
    expect(failure).toEqual({ retryable: true, error: `Connection refused by hooks.test port ${port}` });
  });

  it.each([
    ['ENOTFOUND', 'The name hooks.test has no address in DNS'],
    ['EAI_AGAIN', 'The name hooks.test could not be looked up: the DNS server did not answer'],
    ['EWHATEVER', 'The request to hooks.test port 443 failed (EWHATEVER)'],
  ])('tells of a lookup that failed with %s', async (code, error) => {
    const lookup: Lookup = (_, __, callback) => callback(Object.assign(new Error('no'), { code }), []);
    const { failure } = await aClient({ lookup }).send(post('https://hooks.test/'), signal);
    expect(failure).toEqual({ retryable: true, error });
  });

  it('says that a server does not speak HTTP', async () => {
    const server = await startScriptedServer(async (peer) => {
      await peer.send('220 mx1.example.com ESMTP\r\n');
    });
    onTestFinished(() => server.stop());
    const { failure } = await aClient().send(post(`http://127.0.0.1:${server.port}/`), signal);
    expect(failure?.error).toMatch(/^127\.0\.0\.1 port \d+ does not answer by the rules of HTTP \(HPE_/);
  });

  it('ends with an answer that switches to another protocol', async () => {
    const receiver = await startReceiver(answers(101, '', { Connection: 'Upgrade', Upgrade: 'websocket' }));
    const { answer } = await aClient().send(post(receiver.url()), signal);
    expect(answer).toEqual({ status: 101, retryAfterSeconds: null, body: '' });
    await expect.poll(() => receiver.connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('refuses to send what would break a header, without repeating it', async () => {
    const receiver = await startReceiver(answers(200));
    const { failure } = await aClient().send(post(receiver.url(), { 'X-Key': 'secret\r\nX-Evil: 1' }), signal);
    expect(failure?.retryable).toBe(false);
    expect(failure?.error).not.toContain('secret');
    expect(receiver.requests).toHaveLength(0);
  });
});

describe('the size limit of an HTTP client', () => {
  it('ends an answer of 10 MiB after 64 KiB, and closes its connection', async () => {
    const receiver = await startReceiver((response) => {
      const mebibyte = Buffer.alloc(1024 * 1024, 'x');
      for (let count = 0; count < 10; count += 1) response.write(mebibyte);
      response.end();
    });
    const { answer } = await aClient().send(post(receiver.url()), signal);
    expect(answer).toMatchObject({ status: 200, body: 'x'.repeat(64 * 1024) });
    await expect.poll(() => receiver.connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('refuses headers without end', async () => {
    const receiver = await startReceiver(answers(200, '', { 'X-Long': 'x'.repeat(100_000) }));
    const { failure } = await aClient().send(post(receiver.url()), signal);
    expect(failure?.error).toBe(`The headers of the answer of 127.0.0.1 port ${receiver.port} are too long`);
  });
});

describe('the time limit of an HTTP client', () => {
  it('ends the wait for an answer, and closes the connection', async () => {
    const limit = aTimeLimit();
    const receiver = await startReceiver(limit.end);
    const { failure } = await aClient().send(post(receiver.url()), limit.signal);
    expect(failure).toEqual({ retryable: true, error: `127.0.0.1 port ${receiver.port} gave no answer within 1 s` });
    await expect.poll(() => receiver.connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('does not take an answer that comes after it', async () => {
    const limit = aTimeLimit();
    let late: ServerResponse | null = null;
    const receiver = await startReceiver((response) => {
      late = response;
      limit.end();
    });
    const { answer } = await aClient().send(post(receiver.url()), limit.signal);
    (late as ServerResponse | null)?.end('late');
    expect(answer).toBeNull();
  });

  it('ends an answer that never ends, and closes the connection', async () => {
    const limit = aTimeLimit();
    const receiver = await startReceiver((response) => response.write('a', limit.end));
    const { failure } = await aClient().send(post(receiver.url()), limit.signal);
    // The end may come before the first octet is read.
    expect(failure?.error).toMatch(/(was not complete|gave no answer) within 1 s$/);
    await expect.poll(() => receiver.connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('ends a handshake of TLS that never ends', async () => {
    const limit = aTimeLimit();
    const server = await startScriptedServer(limit.end);
    onTestFinished(() => server.stop());
    const { failure } = await aClient().send(post(`https://127.0.0.1:${server.port}/`), limit.signal);
    expect(failure?.error).toBe(`Could not connect to 127.0.0.1 port ${server.port} within 1 s`);
    await expect.poll(() => server.peers[0]?.end).not.toBeNull();
  });

  it('ends a lookup that never ends', async () => {
    const limit = aTimeLimit();
    const { failure } = await aClient({ lookup: () => limit.end() }).send(post('http://hooks.test/'), limit.signal);
    expect(failure?.error).toBe('Could not connect to hooks.test port 80 within 1 s');
  });

  it('sends nothing once it is over', async () => {
    const receiver = await startReceiver(answers(200));
    const { failure } = await aClient().send(post(receiver.url()), AbortSignal.abort(new Error('stopping')));
    const error = `The request to 127.0.0.1 port ${receiver.port} was stopped before it was answered`;
    expect(failure).toEqual({ retryable: true, error });
    expect(receiver.connections).toHaveLength(0);
  });
});

describe('the addresses of an HTTP client', () => {
  const forbidden = [
    'http://169.254.169.254/latest/meta-data',
    'http://0xA9FEA9FE/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://224.0.0.1/',
  ];
  it.each(forbidden)('refuse %s', async (url) => {
    const { failure } = await aClient().send(post(url), signal);
    expect(failure).toMatchObject({
      retryable: false,
      error: expect.stringMatching(/^Requests to .* are not allowed/) as string,
    });
  });

  it.each(['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', '0.0.0.0'])(
    'refuse a name that resolves to %s',
    async (address) => {
      const { failure } = await aClient({ lookup: resolvesTo(address) }).send(post('http://hooks.test/'), signal);
      expect(failure?.retryable).toBe(false);
      expect(failure?.error).toContain(`Requests to ${address}, the address of hooks.test, are not allowed`);
    },
  );

  it('leave out those of a name that are refused', async () => {
    const receiver = await startReceiver(answers(200));
    const client = aClient({ lookup: resolvesTo('169.254.169.254', '127.0.0.1') });
    const { answer } = await client.send(post(`http://hooks.test:${receiver.port}/`), signal);
    expect(answer?.status).toBe(200);
  });

  it('are looked up once for a connection, so that a name can not change them in between', async () => {
    const receiver = await startReceiver(answers(200));
    const looked: string[] = [];
    const addresses = ['127.0.0.1', '169.254.169.254'];
    const lookup: Lookup = (hostname, options, callback) => {
      looked.push(hostname);
      resolvesTo(addresses.shift() ?? '')(hostname, options, callback);
    };
    const { answer } = await aClient({ lookup }).send(post(`http://hooks.test:${receiver.port}/`), signal);
    expect(answer?.status).toBe(200);
    expect(looked).toEqual(['hooks.test']);
  });

  it('may be opened by a list', async () => {
    const receiver = await startReceiver(answers(200));
    const client = aClient({ allowedAddresses: ['0.0.0.0/32'] });
    const { answer } = await client.send(post(`http://0.0.0.0:${receiver.port}/`), signal);
    expect(answer?.status).toBe(200);
  });
});

describe('an HTTP client that is redirected', () => {
  it.each([307, 308])('follows %i within the same origin, with method and body', async (status) => {
    const receiver = await startReceiver(inTurn(answers(status, '', { Location: '/b?c' }), answers(200, 'here')));
    const { answer } = await aClient().send(post(receiver.url('/a'), { Authorization: 'k' }), signal);
    expect(answer?.body).toBe('here');
    expect(receiver.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/a', '{"a":"ü"}'],
      ['POST', '/b?c', '{"a":"ü"}'],
    ]);
    expect(receiver.requests[1]?.headers.authorization).toBe('k');
  });

  it.each([301, 302, 303])('makes no GET of a POST for %i', async (status) => {
    const receiver = await startReceiver(answers(status, '', { Location: '/login?token=abc' }));
    const { failure } = await aClient().send(post(receiver.url('/a')), signal);
    expect(failure?.retryable).toBe(false);
    expect(failure?.error).toContain(`redirects (${status}) to ${receiver.url('/login')} in a way that turns a POST`);
    expect(failure?.error).not.toContain('token');
    expect(receiver.requests).toHaveLength(1);
  });

  it('follows 302 with a GET', async () => {
    const receiver = await startReceiver(inTurn(answers(302, '', { Location: '/b' }), answers(200)));
    const request = { method: 'GET', url: new URL(receiver.url('/a')), headers: {}, body: null } as const;
    expect((await aClient().send(request, signal)).answer?.status).toBe(200);
  });

  it('goes to no other origin', async () => {
    const other = await startReceiver(answers(200));
    const receiver = await startReceiver(answers(307, '', { Location: other.url('/x') }));
    const { failure } = await aClient().send(post(receiver.url(), { Authorization: 'k' }), signal);
    expect(failure).toMatchObject({
      retryable: false,
      error: expect.stringContaining(`to ${other.url('/x')}: if`) as string,
    });
    expect(other.connections).toHaveLength(0);
  });

  it.each([
    ['http://169.254.169.254/latest', 'to http://169.254.169.254/latest: if that is right'],
    ['file:///etc/passwd', 'to null/etc/passwd: if that is right'],
    ['http://', 'to something that is no URL'],
  ])('does not go to %s', async (location, why) => {
    const receiver = await startReceiver(answers(307, '', { Location: location }));
    const { failure } = await aClient().send(post(receiver.url()), signal);
    expect(failure).toMatchObject({ retryable: false, error: expect.stringContaining(why) as string });
  });

  it('gives up after three', async () => {
    const receiver = await startReceiver(answers(308, '', { Location: '/again' }));
    const { failure } = await aClient().send(post(receiver.url()), signal);
    expect(failure).toMatchObject({
      retryable: false,
      error: expect.stringContaining('again after 3 redirects') as string,
    });
    expect(receiver.requests).toHaveLength(4);
  });

  it('takes a redirect that leads nowhere for an answer', async () => {
    const receiver = await startReceiver(answers(302, 'moved'));
    expect((await aClient().send(post(receiver.url()), signal)).answer?.status).toBe(302);
  });

  it('does not go to a name of its own origin whose address has become a refused one', async () => {
    const receiver = await startReceiver((response) =>
      response.writeHead(307, { Location: '/x', Connection: 'close' }).end(),
    );
    const addresses = ['127.0.0.1', '169.254.169.254'];
    const lookup: Lookup = (hostname, options, callback) =>
      resolvesTo(addresses.shift() ?? '')(hostname, options, callback);
    const { failure } = await aClient({ lookup }).send(post(`http://hooks.test:${receiver.port}/`), signal);
    expect(failure?.error).toContain('169.254.169.254');
  });
});

describe('closing an HTTP client', () => {
  it('closes idle connections', async () => {
    const receiver = await startReceiver(answers(200));
    const client = aClient();
    await client.send(post(receiver.url()), signal);
    const [connection] = receiver.connections;
    client.close();
    if (connection !== undefined && !connection.destroyed) await once(connection, 'close');
    expect(connection?.destroyed).toBe(true);
  });
});
