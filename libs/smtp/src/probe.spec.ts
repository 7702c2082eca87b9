import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { probe } from './probe.js';
import { aTarget, greets, type Peer, scriptedServer } from './scripted-server.fixture.js';

const GENEROUS = { maxTestDurationMs: 10_000 };
/** Long enough for anything local, short enough to wait for. */
const SHORT = { maxTestDurationMs: 300 };

describe('a good greeting', () => {
  it('passes: 220, QUIT, 221, close', async () => {
    const { target, peers, port } = await scriptedServer(greets('220 mx.example.com ESMTP\r\n'));
    const result = await probe(target(), GENEROUS);
    expect(result).toMatchObject({
      ok: true,
      failure: null,
      reply: { code: 220, lines: ['mx.example.com ESMTP'] },
      quit: { code: 221 },
      anomalies: [],
      target: { host: '127.0.0.1', port, security: 'none', address: '127.0.0.1' },
    });
    await peers[0]?.left();
    expect(peers[0]).toMatchObject({ received: 'QUIT\r\n', end: 'fin' });
  });

  it('has timings and a transcript with offsets', async () => {
    const { target, port } = await scriptedServer(greets('220-one\r\n220 two\r\n'));
    const { timings, transcript } = await probe(target(), GENEROUS);
    expect(timings).toMatchObject({ dnsMs: null, tlsMs: null });
    const { connectMs, greetingMs, quitMs, totalMs } = timings;
    expect(Number(connectMs) + Number(greetingMs) + Number(quitMs)).toBeCloseTo(totalMs, 2);
    expect(transcript.map(({ direction, text }) => `${direction} ${text}`)).toEqual([
      `* connected to 127.0.0.1 port ${port}`,
      '< 220-one',
      '< 220 two',
      '> QUIT',
      '< 221 2.0.0 Bye',
    ]);
    expect(transcript.map(({ atMs }) => atMs)).toEqual(transcript.map(({ atMs }) => atMs).sort((a, b) => a - b));
  });

  it('passes over IPv6', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n'), '::1');
    expect(await probe(target(), GENEROUS)).toMatchObject({ ok: true, target: { address: '::1' } });
  });

  it('passes with a bare code', async () => {
    const { target } = await scriptedServer(greets('220\r\n', '221\r\n'));
    expect(await probe(target(), GENEROUS)).toMatchObject({
      ok: true,
      reply: { code: 220, lines: [''] },
      anomalies: [],
    });
  });

  it('passes a byte at a time', async () => {
    const { target } = await scriptedServer(async (peer) => {
      await peer.dribble('220-mx.example.com\r\n220 ready\r\n');
      await peer.heard('QUIT\r\n');
      await peer.dribble('221 bye\r\n');
      peer.close();
    });
    expect(await probe(target(), GENEROUS)).toMatchObject({
      ok: true,
      reply: { lines: ['mx.example.com', 'ready'] },
      anomalies: [],
    });
  });

  it('passes a server that half-closes after the greeting', async () => {
    const { target, peers } = await scriptedServer(async (peer) => {
      await peer.send('220 mx\r\n');
      peer.close();
    });
    const result = await probe(target(), GENEROUS);
    expect(result).toMatchObject({ ok: true, anomalies: [{ phase: 'quit', code: 'server-closed' }] });
    await peers[0]?.left();
    expect(peers[0]?.end).toBe('fin');
  });

  it('reports a bare LF and a long line as anomalies', async () => {
    const { target } = await scriptedServer(greets(`220-mx\n220 ${'x'.repeat(600)}\r\n`));
    const { ok, anomalies } = await probe(target(), GENEROUS);
    expect(ok).toBe(true);
    expect(anomalies.map(({ code }) => code).sort()).toEqual(['bare-line-feed', 'line-too-long']);
  });

  it('reports a server that talks out of turn, and does not take that for the answer to QUIT', async () => {
    const { target, peers } = await scriptedServer(greets('220 mx\r\n221 see you\r\n', '250 well\r\n'));
    const { ok, quit, anomalies } = await probe(target(), GENEROUS);
    expect({ ok, quit }).toEqual({ ok: true, quit: { code: 250 } });
    expect(anomalies.map(({ code }) => code)).toEqual(['talks-out-of-turn', 'quit-unexpected']);
    expect(peers[0]?.received).toBe('QUIT\r\n');
  });

  it('takes any bytes in the text', async () => {
    const { target } = await scriptedServer(greets('220 a\0b\xff|\r\n'));
    expect(await probe(target(), GENEROUS)).toMatchObject({ ok: true, reply: { lines: ['a\\x00b\\xff|'] } });
  });
});

describe('silence before the greeting', () => {
  it('is kept until the last line is complete', async () => {
    const heardBefore: string[] = [];
    const { target } = await scriptedServer(async (peer) => {
      for (const part of ['220-one\r\n', '220-two\r\n', '220 three', '\r']) {
        await peer.dribble(part);
        heardBefore.push(peer.received);
      }
      await greets('\n')(peer);
    });
    expect((await probe(target(), GENEROUS)).ok).toBe(true);
    expect(heardBefore.join('')).toBe('');
  });
});

describe('a greeting that refuses', () => {
  it.each([
    ['421 too busy', 'greeting-not-available'],
    ['450 4.7.1 later', 'greeting-temporary'],
    ['500 never', 'greeting-permanent'],
    ['521 no mail here', 'greeting-no-mail'],
    ['554 5.7.1 no service', 'greeting-no-service'],
    ['200 220 is in the text', 'greeting-unexpected'],
    ['250 ok', 'greeting-unexpected'],
    ['354 go on', 'greeting-unexpected'],
    ['120 wait', 'greeting-unexpected'],
    ['999 what', 'greeting-unexpected'],
  ])('%s fails with %s, and QUIT is said once', async (line, code) => {
    const { target, peers } = await scriptedServer(greets(`${line}\r\n`));
    const result = await probe(target({ strictQuit: true }), GENEROUS);
    expect(result).toMatchObject({
      ok: false,
      failure: { phase: 'greeting', code },
      reply: { code: Number(line.slice(0, 3)), lines: [line.slice(4)] },
      quit: { code: 221 },
      anomalies: [],
    });
    expect(result.failure?.message).toContain(line);
    await peers[0]?.left();
    expect(peers[0]).toMatchObject({ received: 'QUIT\r\n', end: 'fin' });
  });

  it('is no matter of text', async () => {
    const { target } = await scriptedServer(greets('220 554 no service, closing\r\n'));
    expect((await probe(target(), GENEROUS)).ok).toBe(true);
  });

  it('may be followed by a close without 221', async () => {
    const { target } = await scriptedServer(async (peer) => {
      await peer.send('421 shutting down\r\n');
      peer.close();
    });
    expect(await probe(target(), GENEROUS)).toMatchObject({
      failure: { code: 'greeting-not-available' },
      quit: null,
      anomalies: [],
    });
  });
});

describe('no greeting', () => {
  const scripts: [string, (peer: Peer) => Promise<void> | void][] = [
    ['server-closed', (peer) => peer.close()],
    ['server-closed-mid-reply', async (peer) => (await peer.send('220-mx\r\n'), peer.close())],
    ['server-closed-mid-reply', async (peer) => (await peer.send('22'), peer.close())],
    ['server-closed-mid-reply', async (peer) => (await peer.send('220 mx\r'), peer.close())],
    ['connection-reset', (peer) => peer.reset()],
    ['connection-reset', async (peer) => (await peer.send('220-mx\r\n'), peer.reset())],
    ['protocol-not-smtp', async (peer) => peer.send('SSH-2.0-OpenSSH_9.6\r\n')],
    ['protocol-not-smtp', async (peer) => peer.send('HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n')],
    ['protocol-not-smtp', async (peer) => peer.send('\0\x01\x02\xff\n')],
    ['protocol-not-smtp', async (peer) => (await peer.send('no line end'), peer.close())],
    ['protocol-mixed-codes', async (peer) => peer.send('220-mx\r\n250 mx\r\n')],
    ['protocol-reply-too-long', async (peer) => peer.send('220-x\r\n'.repeat(700))],
    ['protocol-reply-too-long', async (peer) => peer.send(`220 ${'x'.repeat(70_000)}`)],
  ];

  it.each(scripts)('%s', async (code, script) => {
    const { target, peers } = await scriptedServer(async (peer) => {
      await script(peer);
      await peer.left();
      peer.close();
    });
    const result = await probe(target(), GENEROUS);
    expect(result).toMatchObject({ ok: false, failure: { phase: 'greeting', code }, reply: null, quit: null });
    expect(result.timings.totalMs).toBeLessThan(1000);
    await peers[0]?.left();
    expect(peers[0]?.received).toBe('');
    if (code !== 'connection-reset') expect(peers[0]?.end).toBe('fin');
  });

  it.each([
    ['server-silent', ''],
    ['server-dribbling', '220-mx\r\n220-still'],
    ['server-dribbling', '220'],
    ['protocol-not-smtp', 'login: '],
  ])('%s at the deadline', async (code, sent) => {
    const { target, peers } = await scriptedServer((peer) => peer.send(sent));
    const before = performance.now();
    const result = await probe(target(), SHORT);
    const elapsed = performance.now() - before;
    expect(result).toMatchObject({ ok: false, failure: { phase: 'greeting', code }, reply: null, quit: null });
    expect(elapsed).toBeGreaterThanOrEqual(299);
    expect(elapsed).toBeLessThan(700);
    expect(result.timings.totalMs).toBeGreaterThanOrEqual(299);
    await peers[0]?.left();
    expect(peers[0]).toMatchObject({ received: '', end: 'fin' });
  });

  it('shows what kept a reply from being complete, a CR without LF too', async () => {
    const { target } = await scriptedServer((peer) => peer.send('220-mx\r220 mx\r'));
    const { failure } = await probe(target(), SHORT);
    expect(failure).toMatchObject({ code: 'server-dribbling' });
    expect(failure?.message).toContain('220-mx\\x0d220 mx\\x0d');
  });

  it('does not prolong the deadline for a server that keeps on dribbling', async () => {
    const { target } = await scriptedServer(async (peer) => {
      while (peer.end === null) await peer.dribble('220-still not ready\r\n');
    });
    const before = performance.now();
    const { failure } = await probe(target(), { maxTestDurationMs: 50 });
    expect(['server-dribbling', 'protocol-reply-too-long']).toContain(failure?.code);
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('keeps what was received in the transcript, 4 KiB at most', async () => {
    const { target } = await scriptedServer((peer) => peer.send(`220-one\r\n220 ${'\0'.repeat(3000)}`));
    const { transcript } = await probe(target(), SHORT);
    expect(transcript.map(({ text }) => text)).toContain('220-one');
    expect(transcript.reduce((total, { text }) => total + text.length, 0)).toBeLessThanOrEqual(4096);
    for (const { text } of transcript) expect(text).toMatch(/^[\x20-\x7e]*$/);
  });
});

describe('any server', () => {
  it('gives a result, whatever bytes it sends', async () => {
    let banner = Buffer.alloc(0);
    const { target } = await scriptedServer(async (peer) => {
      await peer.send(banner.toString('latin1'));
      peer.close();
    });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (octets) => {
        banner = Buffer.from(octets);
        const result = await probe(target(), GENEROUS);
        expect(result.ok).toBe(result.reply?.code === 220);
      }),
      { numRuns: 60 },
    );
  });

  it('is left without timers or listeners on a shared signal', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n'));
    const { signal } = new AbortController();
    const listen = vi.spyOn(signal, 'addEventListener');
    await Promise.all(Array.from({ length: 20 }, () => probe(target(), { ...GENEROUS, signal })));
    expect(listen).toHaveBeenCalledTimes(1);
  });
});

describe('what a caller gets wrong', () => {
  it.each([
    [{ host: '' }, GENEROUS],
    [{ port: 0 }, GENEROUS],
    [{ port: 65_536 }, GENEROUS],
    [{ port: 2.5 }, GENEROUS],
    [{ ehloName: 'a\r\nRSET' }, GENEROUS],
    [{ ehloName: '' }, GENEROUS],
    [{}, { maxTestDurationMs: 0 }],
    [{}, { maxTestDurationMs: NaN }],
  ])('%j with %j is a RangeError', async (overrides, options) => {
    await expect(probe(aTarget(overrides), options)).rejects.toThrow(RangeError);
  });
});

describe('abort', () => {
  it('rejects at once if the signal has aborted', async () => {
    const reason = new Error('stop');
    await expect(probe(aTarget(), { ...GENEROUS, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it.each([
    ['greeting', ''],
    ['quit', '220 mx\r\n'],
  ])('rejects with the reason and closes in phase %s', async (_phase, sent) => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const { target, peers } = await scriptedServer(async (peer) => {
      await peer.send(sent);
      if (sent !== '') await peer.heard('QUIT\r\n');
      controller.abort(reason);
    });
    await expect(probe(target(), { ...GENEROUS, signal: controller.signal })).rejects.toBe(reason);
    await peers[0]?.left();
    expect(peers[0]?.end).not.toBeNull();
  });

  it('rejects during the lookup', async () => {
    const controller = new AbortController();
    const lookup = (): Promise<never> => {
      setImmediate(() => controller.abort());
      return new Promise(() => undefined);
    };
    const running = probe(aTarget({ host: 'mx.example.com' }), { ...GENEROUS, lookup, signal: controller.signal });
    await expect(running).rejects.toThrow('aborted');
    onTestFinished(() => controller.abort());
  });
});
