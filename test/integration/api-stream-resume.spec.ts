import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADMIN_TOKEN, createMonitor, startApi, type TestApi } from '../support/api.js';
import { addEvent, isEvent, reasonsOf, SOON, streamsOf, until } from '../support/stream.js';

const STREAM = '/api/v1/stream';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_stream_resume');
});
afterAll(() => api.stop());

const { open, streams, closeAll } = streamsOf(() => api.url);
afterEach(() => closeAll());

describe('a stream that is resumed', () => {
  it('has no gap and nothing twice', async () => {
    const monitor = await createMonitor(api);
    const first = await open();
    await addEvent(api.dataSource, monitor.id, 'before');
    await until(first, isEvent);
    first.close();
    await addEvent(api.dataSource, monitor.id, 'while away 1');
    await addEvent(api.dataSource, monitor.id, 'while away 2');
    const second = await open({ lastEventId: first.lastId() });
    await addEvent(api.dataSource, monitor.id, 'after');
    await until(second, isEvent, 3);

    expect(reasonsOf(second)).toEqual(['while away 1', 'while away 2', 'after']);
  });

  it('has no gap and nothing twice however often, while events come all the time', async () => {
    const monitor = await createMonitor(api);
    const told: (string | null)[] = [];
    let lastEventId = (await open()).lastId();
    const written: string[] = [];
    let isWriting = true;
    const writer = (async () => {
      while (isWriting) {
        const reason = `event ${written.length}`;
        await addEvent(api.dataSource, monitor.id, reason);
        written.push(reason);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    for (let round = 0; round < 8; round += 1) {
      const stream = await open({ lastEventId });
      await new Promise((resolve) => setTimeout(resolve, 150 * round));
      stream.close();
      told.push(...reasonsOf(stream));
      lastEventId = stream.lastId();
    }
    isWriting = false;
    await writer;
    const last = await open({ lastEventId });
    await vi.waitFor(() => expect([...told, ...reasonsOf(last)]).toHaveLength(written.length), SOON);

    expect([...told, ...reasonsOf(last)]).toEqual(written);
  });

  it('misses no transaction that ends late, and tells of it once', async () => {
    const monitor = await createMonitor(api);
    const slow = api.dataSource.createQueryRunner();
    await slow.startTransaction();
    const live = await open();
    try {
      await addEvent(slow, monitor.id, 'drew its id first, ends last');
      await addEvent(api.dataSource, monitor.id, 'drew its id later, ends first');
      await until(live, isEvent);
      const [known] = streams.map((stream) => stream.lastId());
      await slow.commitTransaction();
      const resumed = await open({ lastEventId: known ?? '' });
      await until(live, isEvent, 2);
      await until(resumed, isEvent);
      await addEvent(api.dataSource, monitor.id, 'last');
      await until(live, isEvent, 3);
      await until(resumed, isEvent, 2);

      expect(reasonsOf(live)).toEqual(['drew its id later, ends first', 'drew its id first, ends last', 'last']);
      expect(reasonsOf(resumed)).toEqual(['drew its id first, ends last', 'last']);
    } finally {
      await slow.release();
    }
  });

  it.each([
    ['made up', () => 'something'],
    ['of a snapshot that can not be', () => '1.2.5:3:'],
    ['from long ago', (id: string) => id.replace(/\.(\d+)\./, (_all, seconds) => `.${Number(seconds) - 601}.`)],
    ['of another start of Postgres', (id: string) => id.replace(/^\d+/, '1')],
  ])('begins with a reset when the id is %s', async (_title, change) => {
    const first = await open();
    const resumed = await open({ lastEventId: change(first.lastId()) });

    expect(resumed.messages().map(({ type }) => type)).toEqual(['hello', 'reset']);
  });

  it('begins with a reset when more happened than anybody reads, and says so to those who are there', async () => {
    const monitor = await createMonitor(api);
    const first = await open();
    await api.dataSource.query(
      `INSERT INTO event (monitor_key, at, type, data) SELECT key, now(), 'test-unknown', '{}' FROM monitor, generate_series(1, 501) WHERE id = $1`,
      [monitor.id],
    );
    const resumed = await open({ lastEventId: first.lastId() });
    await until(first, ({ type }) => type === 'reset');

    expect(resumed.messages().slice(0, 2)).toMatchObject([{ type: 'hello' }, { type: 'reset' }]);
    expect(first.messages().filter(isEvent)).toEqual([]);
  });

  it('can be by the address as well', async () => {
    const monitor = await createMonitor(api);
    const first = await open();
    await addEvent(api.dataSource, monitor.id, 'while away');
    const response = await fetch(`${api.url}${STREAM}?lastEventId=${encodeURIComponent(first.lastId())}`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    const body: AsyncIterable<Uint8Array> = response.body ?? (await Promise.reject(new Error('no body')));
    let text = '';
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString();
      if (text.includes('while away')) break;
    }

    expect(text).toContain('"type":"event"');
  });
});
