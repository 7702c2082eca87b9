import { describe, expect, it } from 'vitest';
import { probe } from './probe.js';
import { greets, type Peer, scriptedServer } from './scripted-server.fixture.js';

const GENEROUS = { maxTestDurationMs: 10_000 };

/** A server with a good greeting that meets QUIT in its own way. */
function afterQuit(script: (peer: Peer) => Promise<void> | void): (peer: Peer) => Promise<void> {
  return async (peer) => {
    await peer.send('220 mx\r\n');
    await peer.heard('QUIT\r\n');
    await script(peer);
  };
}

const troubles: [string, number | null, (peer: Peer) => Promise<void> | void][] = [
  ['quit-unexpected', 250, async (peer) => (await peer.send('250 ok\r\n'), peer.close())],
  ['quit-unexpected', 502, async (peer) => (await peer.send('502 what\r\n'), peer.close())],
  ['server-closed', null, (peer) => peer.close()],
  ['server-closed-mid-reply', null, async (peer) => (await peer.send('221 by'), peer.close())],
  ['connection-reset', null, (peer) => peer.reset()],
  ['protocol-not-smtp', null, async (peer) => (await peer.send('bye\r\n'), peer.close())],
  ['protocol-mixed-codes', null, async (peer) => (await peer.send('221-a\r\n250 b\r\n'), peer.close())],
];

describe('QUIT', () => {
  it.each(troubles)('%s is an anomaly after a good greeting', async (code, quitCode, script) => {
    const { target, peers } = await scriptedServer(afterQuit(script));
    const result = await probe(target(), GENEROUS);
    expect(result).toMatchObject({
      ok: true,
      failure: null,
      reply: { code: 220 },
      quit: quitCode === null ? null : { code: quitCode },
      anomalies: [{ phase: 'quit', code }],
    });
    expect(peers[0]?.received).toBe('QUIT\r\n');
  });

  it.each(troubles)('%s is a failure with strictQuit', async (code, quitCode, script) => {
    const { target } = await scriptedServer(afterQuit(script));
    const result = await probe(target({ strictQuit: true }), GENEROUS);
    expect(result).toMatchObject({ ok: false, failure: { phase: 'quit', code }, anomalies: [] });
    expect(result.reply?.code).toBe(quitCode ?? 220);
  });

  it('passes with strictQuit if 221 comes', async () => {
    const { target } = await scriptedServer(greets('220 mx\r\n', '221-bye\r\n221 bye\r\n'));
    expect(await probe(target({ strictQuit: true }), GENEROUS)).toMatchObject({ ok: true, quit: { code: 221 } });
  });

  it('is not awaited longer than 2 s', async () => {
    const { target, peers } = await scriptedServer(afterQuit(() => undefined));
    const [lenient, strict] = await Promise.all([
      probe(target(), GENEROUS),
      probe(target({ strictQuit: true }), GENEROUS),
    ]);
    expect(lenient).toMatchObject({ ok: true, quit: null, anomalies: [{ phase: 'quit', code: 'server-silent' }] });
    expect(strict).toMatchObject({ ok: false, failure: { phase: 'quit', code: 'server-silent' } });
    expect(lenient.timings.quitMs).toBeGreaterThanOrEqual(1999);
    expect(lenient.timings.totalMs).toBeLessThan(2700);
    for (const peer of peers) await peer.left();
    expect(peers.map(({ received, end }) => ({ received, end }))).toEqual([
      { received: 'QUIT\r\n', end: 'fin' },
      { received: 'QUIT\r\n', end: 'fin' },
    ]);
  });

  it('is not awaited beyond the deadline', async () => {
    const { target } = await scriptedServer(afterQuit((peer) => peer.send('221-wait\r\n')));
    const before = performance.now();
    const result = await probe(target(), { maxTestDurationMs: 300 });
    expect(result).toMatchObject({ ok: true, anomalies: [{ phase: 'quit', code: 'server-dribbling' }] });
    expect(performance.now() - before).toBeLessThan(700);
  });

  it('takes a late 221 within the budget', async () => {
    const { target } = await scriptedServer(
      afterQuit(async (peer) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await greets('221 bye\r\n', '')(peer);
      }),
    );
    const result = await probe(target(), GENEROUS);
    expect(result).toMatchObject({ ok: true, quit: { code: 221 }, anomalies: [] });
    expect(result.timings.quitMs).toBeGreaterThanOrEqual(99);
  });

  it('does not mind a server that resets after 221', async () => {
    const { target } = await scriptedServer(afterQuit(async (peer) => (await peer.send('221 bye\r\n'), peer.reset())));
    expect(await probe(target(), GENEROUS)).toMatchObject({ ok: true, quit: { code: 221 }, anomalies: [] });
  });

  it('waits for the close of the server, drains what it still sends, and sends no RST', async () => {
    const { target, peers } = await scriptedServer(
      afterQuit(async (peer) => {
        await peer.send('221 bye\r\n');
        await peer.left();
        await peer.send('x'.repeat(100_000));
        peer.close();
      }),
    );
    expect(await probe(target(), GENEROUS)).toMatchObject({ ok: true, anomalies: [] });
    await peers[0]?.closed;
    expect(peers[0]?.end).toBe('fin');
  });
});

describe('EHLO', () => {
  /** A server that answers each command as the table says. */
  function answers(table: Readonly<Record<string, string>>): (peer: Peer) => Promise<void> {
    return async (peer) => {
      await peer.send('220 mx\r\n');
      for (const [command, answer] of Object.entries(table)) {
        await peer.heard(`${command}\r\n`);
        await peer.send(answer);
      }
      await peer.left();
      peer.close();
    };
  }

  it('is said if there is a name', async () => {
    const { target, peers } = await scriptedServer(
      answers({ 'EHLO probe.example.com': '250-mx\r\n250-PIPELINING\r\n250 STARTTLS\r\n', QUIT: '221 bye\r\n' }),
    );
    const result = await probe(target({ ehloName: 'probe.example.com' }), GENEROUS);
    expect(result).toMatchObject({ ok: true, reply: { code: 220 }, quit: { code: 221 }, anomalies: [] });
    expect(peers[0]?.received).toBe('EHLO probe.example.com\r\nQUIT\r\n');
  });

  it('gives way to HELO where it is refused with 5xx', async () => {
    const { target, peers } = await scriptedServer(
      answers({ 'EHLO me': '502 what\r\n', 'HELO me': '250 mx\r\n', QUIT: '221 bye\r\n' }),
    );
    const result = await probe(target({ ehloName: 'me' }), GENEROUS);
    expect(result).toMatchObject({ ok: true, anomalies: [{ phase: 'ehlo', code: 'ehlo-unsupported' }] });
    expect(peers[0]?.received).toBe('EHLO me\r\nHELO me\r\nQUIT\r\n');
  });

  it.each([
    [{ 'EHLO me': '550 no\r\n', 'HELO me': '550 no\r\n', QUIT: '221 bye\r\n' }],
    [{ 'EHLO me': '450 later\r\n', QUIT: '221 bye\r\n' }],
  ])('is an anomaly if refused: %j', async (table) => {
    const { target } = await scriptedServer(answers(table));
    const result = await probe(target({ ehloName: 'me' }), GENEROUS);
    expect(result).toMatchObject({ ok: true, quit: { code: 221 }, anomalies: [{ code: 'ehlo-refused' }] });
  });

  it('is not said after a bad greeting', async () => {
    const { target, peers } = await scriptedServer(greets('554 no\r\n'));
    await probe(target({ ehloName: 'me' }), GENEROUS);
    expect(peers[0]?.received).toBe('QUIT\r\n');
  });

  it('that is never answered leaves the greeting good, and QUIT is still said', async () => {
    const { target, peers } = await scriptedServer(answers({ 'EHLO me': '' }));
    const result = await probe(target({ ehloName: 'me' }), { maxTestDurationMs: 300 });
    expect(result.ok).toBe(true);
    expect(result.anomalies[0]).toMatchObject({ phase: 'ehlo', code: 'server-silent' });
    await peers[0]?.left();
    expect(peers[0]?.received).toBe('EHLO me\r\nQUIT\r\n');
  });

  it.each([
    ['server-closed', (peer: Peer) => peer.close()],
    ['connection-reset', (peer: Peer) => peer.reset()],
  ])('met by %s is an anomaly', async (code, script) => {
    const { target } = await scriptedServer(async (peer) => {
      await peer.send('220 mx\r\n');
      await peer.heard('EHLO me\r\n');
      script(peer);
    });
    const result = await probe(target({ ehloName: 'me' }), GENEROUS);
    expect(result.ok).toBe(true);
    expect(result.anomalies[0]).toMatchObject({ phase: 'ehlo', code });
  });
});
