import { describe, expect, it } from 'vitest';
import { describeMachine } from '../machine.js';
import { smtpText } from './report.js';
import type { SmtpFigures } from './run.js';
import { ratioOf, summarizeSpeed } from './speed.js';

function speed(cpuMicroseconds: number): SmtpFigures['speed']['bare'] {
  return summarizeSpeed([
    { probes: 1, seconds: 1, cpuMicroseconds, userMicroseconds: null, systemMicroseconds: null, failed: 0 },
  ]);
}

const ENGINES = { bare: speed(80), probe: speed(100) };
const FIGURES: SmtpFigures = {
  bench: 'smtp',
  machine: describeMachine(),
  options: {
    runs: 1,
    probes: 1,
    concurrency: 100,
    peers: false,
    blackboxProbes: 1,
    checkSmtpProbes: 1,
    sessions: 0,
    tlsProbes: 0,
    tlsSessions: 0,
  },
  speed: ENGINES,
  probeToBare: ratioOf(ENGINES.probe, ENGINES.bare),
  peers: null,
  starttls: null,
  memory: null,
  tlsMemory: null,
};

describe('smtpText', () => {
  it('leaves out what was left out', () => {
    const text = smtpText(FIGURES);
    expect(text).toContain('CPU of probe / bare loop: 1.25 (aim: at most 1.3; rounds: 1.25)');
    expect(text).not.toMatch(/blackbox|check_smtp|STARTTLS|held/);
  });

  it('says how the peers were measured', () => {
    const peers = { blackbox: speed(500), checkSmtp: speed(2000) };
    const text = smtpText({
      ...FIGURES,
      peers: {
        versions: { blackbox: 'blackbox_exporter, version 1', checkSmtp: 'check_smtp v2' },
        loads: { blackbox: { probes: 1, concurrency: 100 }, checkSmtp: { probes: 1, concurrency: 4 } },
        speed: peers,
        blackboxToProbe: ratioOf(peers.blackbox, ENGINES.probe),
        checkSmtpToProbe: ratioOf(peers.checkSmtp, ENGINES.probe),
      },
    });
    expect(text).toContain('CPU of blackbox_exporter / probe: 5.00 (aim: at least 5; rounds: 5.00)');
    expect(text).toContain('CPU of check_smtp / probe: 20.00 (aim: at least 20; rounds: 20.00)');
    expect(text).toContain('blackbox_exporter, version 1: CPU of the exporter alone, not of who asks it');
    expect(text).toContain('check_smtp v2: CPU of its processes and of the shells that start them');
  });

  it('shows the memory of each kind of session', () => {
    const bytes = { idleBytes: 50 * 1024 ** 2, peakBytes: 90 * 1024 ** 2, bytesPerSession: 20_480, failed: 0 };
    const memory = { bare: bytes, probe: bytes, sessions: 2000, heldAtOnce: 1999 };
    const text = smtpText({ ...FIGURES, memory, tlsMemory: memory });
    expect(text).toContain('2,000 sessions held in clear text (the server saw 1,999 at once)');
    expect(text).toContain('2,000 sessions held with TLS');
    expect(text).toMatch(/probe +50\.0 +90\.0 +20\.0 +0/);
  });
});
