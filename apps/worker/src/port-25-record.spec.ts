import type { ProbeResult } from '@twotwenty/domain/probe';
import { describe, expect, it } from 'vitest';
import { Port25Record } from './port-25-record.js';

/** A probe that reached an address, or failed for a reason before it did. */
function result(address: string | null, code = 'connect-timeout', phase: 'connect' | 'dns' = 'connect'): ProbeResult {
  return {
    ok: false,
    failure: { phase, code, message: 'It failed.' },
    reply: null,
    quit: null,
    extensions: null,
    tls: null,
    anomalies: [],
    timings: {
      dnsMs: 1,
      connectMs: null,
      tlsMs: null,
      greetingMs: null,
      ehloMs: null,
      quitMs: null,
      totalMs: 1,
    },
    target: { host: 'mx.example.com', port: 25, security: 'none', address },
    transcript: [],
  };
}

const THREE = ['8.8.8.1', '8.8.8.2', '2600::1'];

describe('what was seen of port 25', () => {
  it('is that it is blocked when no public address answers, however the network says so', () => {
    const record = new Port25Record();
    record.note(25, result(null), THREE.slice(0, 2));
    expect(record.judge()).toBe('unknown');
    record.note(25, result(null, 'connect-unreachable'), THREE.slice(2));
    expect(record.judge()).toBe('blocked');
    record.note(25, result('8.8.8.9'), ['8.8.8.9']);
    expect(record.judge()).toBe('open');
  });

  it.each<[string, number, ProbeResult, string[]]>([
    ['another port', 587, result(null), THREE],
    ['private addresses', 25, result(null), ['10.0.0.1', '192.168.1.1', 'fd00::1', '127.0.0.1']],
    ['names that are not in the DNS', 25, result(null, 'dns-not-found', 'dns'), THREE],
    ['refusals', 25, result(null, 'connect-refused'), THREE],
    ['a private address that answers', 25, result('10.0.0.1'), ['10.0.0.1']],
  ])('says nothing by %s', (_, port, probe, tried) => {
    const record = new Port25Record();
    record.note(port, probe, tried);
    expect(record.judge()).toBe('unknown');
  });

  it('is forgotten after ten minutes, and bounded', () => {
    let nowMs = 0;
    const record = new Port25Record(() => nowMs);
    record.note(
      25,
      result(null),
      Array.from({ length: 200 }, (__, index) => `8.8.${index}.1`),
    );
    expect(record.judge()).toBe('blocked');
    nowMs += 600_001;
    expect(record.judge()).toBe('unknown');
  });
});
