import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StreamConnection, type Probe, type SourceListener } from './connection.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

interface Opened extends SourceListener {
  readonly lastEventId: string | null;
  isOpen: boolean;
}

function start({ isVisible = true } = {}) {
  const opened: Opened[] = [];
  const controller = { probe: { outcome: 'open' } as Probe };
  const ports = {
    open(lastEventId: string | null, on: SourceListener) {
      const source: Opened = { lastEventId, isOpen: true, ...on };
      opened.push(source);
      return { close: () => void (source.isOpen = false) };
    },
    probe: vi.fn(() => Promise.resolve(controller.probe)),
    onFrame: vi.fn(),
    onReturn: vi.fn(),
    onSessionEnded: vi.fn(),
    nowMs: () => Date.now(),
  };
  const connection = new StreamConnection(ports);
  connection.start(isVisible);
  const last = (): Opened => {
    const source = opened.at(-1);
    if (source === undefined) throw new Error('no stream was opened');
    return source;
  };
  return { connection, controller, opened, last, ports, status: () => connection.get().status };
}

const wait = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('a connection', () => {
  it('is live once something was heard', () => {
    const { last, ports, status } = start();
    expect(status()).toBe('connecting');
    last().onFrame('[]', 'a');
    expect(status()).toBe('live');
    expect(ports.onFrame).toHaveBeenCalledWith('[]');
  });

  it('opens a stream that broke again, where it broke off', async () => {
    const { last, opened, ports, status } = start();
    last().onFrame('[]', 'a');
    last().onBroken();
    await wait(2000);
    expect(opened).toHaveLength(2);
    expect(last().lastEventId).toBe('a');
    last().onFrame('[]', 'b');
    expect(status()).toBe('live');
    expect(ports.onReturn).not.toHaveBeenCalled();
  });

  it('asks instead when the controller gives no stream, and goes on trying ever more rarely', async () => {
    const { last, opened, status } = start();
    last().onBroken();
    await wait(2000);
    expect(status()).toBe('connecting');
    last().onBroken();
    await wait(0);
    expect(status()).toBe('polling');
    for (let count = 0; count < 60; count += 1) {
      if (last().isOpen) last().onBroken();
      await wait(10_000);
    }
    expect(opened.length).toBeGreaterThan(10);
    expect(opened.length).toBeLessThan(40);
    while (!last().isOpen) await wait(1000);
    last().onFrame('[]', 'a');
    expect(status()).toBe('live');
  });

  it('is down after two seconds without an answer, since something was heard last, and says when it is back', async () => {
    const { connection, controller, last, opened, ports, status } = start();
    last().onFrame('[]', 'a');
    const heardAtMs = Date.now();
    await wait(500);
    controller.probe = { outcome: 'away', reason: null };
    last().onBroken();
    await wait(1500);
    expect(status()).toBe('live');
    await wait(1500);
    expect(connection.get()).toEqual({ status: 'down', outage: { sinceMs: heardAtMs, reason: null } });
    await wait(5000);
    controller.probe = { outcome: 'open' };
    await wait(1000);
    expect(ports.onReturn).toHaveBeenCalledOnce();
    expect(connection.get()).toEqual({ status: 'connecting', outage: null });
    expect(opened).toHaveLength(2);
    expect(last().lastEventId).toBe('a');
  });

  it('takes a short restart for no outage', async () => {
    const { controller, last, ports, status } = start();
    last().onFrame('[]', 'a');
    controller.probe = { outcome: 'away', reason: null };
    last().onBroken();
    await wait(1500);
    controller.probe = { outcome: 'open' };
    await wait(1000);
    last().onFrame('[]', 'b');
    expect(status()).toBe('live');
    expect(ports.onReturn).not.toHaveBeenCalled();
  });

  it('tells what a controller says that can not answer', async () => {
    const { connection, controller, last } = start();
    controller.probe = { outcome: 'away', reason: 'The database is away.' };
    last().onBroken();
    await wait(3000);
    expect(connection.get().outage).toMatchObject({ reason: 'The database is away.' });
  });

  it('notices a silence', async () => {
    const { last, opened, ports } = start();
    last().onFrame('[]', 'a');
    await wait(24_000);
    last().onFrame('[]', 'b');
    await wait(24_000);
    expect(ports.probe).not.toHaveBeenCalled();
    await wait(3000);
    expect(ports.probe).toHaveBeenCalled();
    expect(opened[0]?.isOpen).toBe(false);
    expect(last().lastEventId).toBe('b');
  });

  it('asks when a request got no answer, and keeps a stream that is well', async () => {
    const { connection, last, opened, ports } = start();
    last().onFrame('[]', 'a');
    connection.doubt();
    await wait(100);
    expect(ports.probe).toHaveBeenCalledOnce();
    expect(opened).toHaveLength(1);
    expect(last().isOpen).toBe(true);
    await wait(27_000);
    expect(opened.length).toBeGreaterThan(1);
  });

  it('ends with the session', async () => {
    const { connection, controller, last, opened, ports } = start();
    controller.probe = { outcome: 'ended' };
    ports.onSessionEnded.mockImplementation(() => connection.stop());
    last().onBroken();
    await wait(60_000);
    expect(ports.onSessionEnded).toHaveBeenCalledOnce();
    expect(opened).toHaveLength(1);
  });

  it('rests while the page is hidden, and goes on where it was', async () => {
    const { connection, last, opened, status } = start();
    last().onFrame('[]', 'a');
    connection.setVisible(false);
    await wait(10_000);
    connection.setVisible(true);
    await wait(12_000);
    expect(last().isOpen).toBe(true);
    connection.setVisible(false);
    await wait(21_000);
    expect(status()).toBe('paused');
    expect(last().isOpen).toBe(false);
    connection.setVisible(true);
    expect(opened).toHaveLength(2);
    expect(last().lastEventId).toBe('a');
  });

  it('does not begin in a hidden page', () => {
    const { connection, opened } = start({ isVisible: false });
    expect(opened).toHaveLength(0);
    connection.setVisible(true);
    expect(opened).toHaveLength(1);
  });

  it('does nothing any more once it is stopped', async () => {
    const { connection, last, opened, ports } = start();
    connection.stop();
    last().onFrame('[]', 'a');
    last().onBroken();
    await wait(60_000);
    expect(opened).toHaveLength(1);
    expect(last().isOpen).toBe(false);
    expect(ports.onFrame).not.toHaveBeenCalled();
  });
});
