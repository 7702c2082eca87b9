import { describe, expect, it } from 'vitest';
import { Blame, BLAME_WINDOW_MS, networkOutcome, type Sighting } from './blame.js';
import { FAILURE_CODES } from './failure-codes.js';

/** A server in a network of its own. */
const host = (index: number): string => `10.${index >> 8}.${index & 255}.1`;

function sighting(fields: Partial<Sighting> & Pick<Sighting, 'host' | 'endedAtMs'>): Sighting {
  return { address: null, well: true, outcome: 'answered', startedAtMs: fields.endedAtMs, ...fields };
}

/** One place that looks at hosts in turn, beginning one test each `pauseMs`. */
class Place {
  readonly blame = new Blame();
  nowMs = 1_000_000;

  constructor(private readonly pauseMs = 100) {}

  see(
    names: readonly string[],
    outcome: Sighting['outcome'],
    fields: Partial<Sighting> & { tookMs?: number } = {},
  ): boolean[] {
    const { tookMs = 1, ...rest } = fields;
    return names.map((name) => {
      this.nowMs += this.pauseMs;
      const endedAtMs = this.nowMs;
      return this.blame.see(sighting({ host: name, outcome, endedAtMs, startedAtMs: endedAtMs - tookMs, ...rest }));
    });
  }
}

const hosts = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => host(from + index));

describe('networkOutcome', () => {
  it.each([
    ['dns-timeout', 'failed'],
    ['dns-failed', 'failed'],
    ['connect-timeout', 'failed'],
    ['connect-unreachable', 'failed'],
    ['connect-failed', 'failed'],
    ['connect-refused', 'answered'],
    ['connection-reset', 'answered'],
    ['greeting-temporary', 'answered'],
    ['certificate-expired', 'answered'],
    ['dns-not-found', 'unclear'],
    ['server-silent', 'unclear'],
    ['from-another-version', 'unclear'],
  ] as const)('%s: %s', (code, outcome) => {
    expect(networkOutcome({ code })).toBe(outcome);
  });

  it('takes a failure for one of the network only before the target has said anything', () => {
    const failed = Object.entries(FAILURE_CODES).filter(([code]) => networkOutcome({ code }) === 'failed');
    expect(failed.every(([, { phases }]) => phases.every((phase) => phase === 'dns' || phase === 'connect'))).toBe(
      true,
    );
    expect(networkOutcome(null)).toBe('answered');
  });
});

describe('a cut', () => {
  it('is known at the fifth of the errors that follow at once on passes', () => {
    const place = new Place();
    place.see(hosts(100), 'answered');
    expect(place.see(hosts(7), 'failed')).toEqual([false, false, false, false, true, true, true]);
    expect(place.blame.suspicionAt(place.nowMs)).toEqual({ sinceMs: 1_010_099, failing: 7, targets: 100 });
  });

  it('is known at the fifth of the timeouts after 30 s in which nothing passed', () => {
    const place = new Place();
    place.see(hosts(100), 'answered');
    place.nowMs += 30_000;
    expect(place.see(hosts(5), 'failed', { tookMs: 30_000 })).toEqual([false, false, false, false, true]);
  });

  it('shows in names that are not found either, where the DNS does not answer', () => {
    const place = new Place();
    const names = Array.from({ length: 5 }, (_, index) => `mx.example-${index}.com`);
    expect(place.see(names, 'failed')).toEqual([false, false, false, false, true]);
  });

  it('shows in many sites of one network where that is all there is', () => {
    const place = new Place();
    const neighbours = Array.from({ length: 10 }, (_, index) => `192.0.2.${index + 1}`);
    place.see(neighbours, 'answered');
    expect(place.see(neighbours, 'failed').indexOf(true)).toBe(5);
  });

  it('is over when targets answer again', () => {
    const place = new Place();
    place.see(hosts(20), 'failed');
    expect(place.see(hosts(20), 'answered').indexOf(false)).toBe(1);
    expect(place.blame.suspicionAt(place.nowMs)).toBeNull();
  });

  it('takes with it what had begun before it was over', () => {
    const place = new Place();
    place.see(hosts(20), 'failed');
    const inTroubleMs = place.nowMs;
    expect(place.blame.beganInTrouble(inTroubleMs)).toBe(true);
    place.see(hosts(20), 'answered');
    expect(place.blame.beganInTrouble(inTroubleMs)).toBe(true);
    expect(place.blame.beganInTrouble(place.nowMs)).toBe(false);
  });

  it('lasts while monitors that have failed in it are tested, and is forgotten without tests', () => {
    const place = new Place(10_000);
    place.see(hosts(6), 'failed');
    for (let round = 0; round < 100; round += 1) {
      expect(place.see(hosts(6), 'failed', { well: false })).not.toContain(false);
    }
    expect(place.blame.suspicionAt(place.nowMs + BLAME_WINDOW_MS - 60_000)).not.toBeNull();
    expect(place.blame.suspicionAt(place.nowMs + BLAME_WINDOW_MS)).toBeNull();
  });

  it('is not hidden by a target that answers without the way that is cut', () => {
    const place = new Place();
    place.see([...hosts(20), '127.0.0.1'], 'answered');
    for (let round = 0; round < 5; round += 1) {
      place.see(hosts(20), 'failed');
      expect(place.see(['127.0.0.1'], 'answered')).toEqual([true]);
    }
  });
});

describe('what makes no place suspect', () => {
  it.each([1, 2, 3, 4])('%i targets that all fail', (count) => {
    const place = new Place();
    place.see(hosts(count), 'answered');
    for (let round = 0; round < 10; round += 1) expect(place.see(hosts(count), 'failed')).not.toContain(true);
  });

  it('one dead host with many monitors', () => {
    const place = new Place();
    place.see(hosts(6), 'answered');
    expect(place.see(Array<string>(50).fill(host(0)), 'failed')).not.toContain(true);
  });

  it('one dead server with many names, also where its address was known before only', () => {
    const place = new Place();
    const names = Array.from({ length: 20 }, (_, index) => `mail.customer-${index}.example`);
    const address = '192.0.2.7';
    expect(place.see(names, 'failed', { address })).not.toContain(true);
    place.see(names, 'answered', { address });
    expect(place.see(names, 'failed')).not.toContain(true);
  });

  it.each([
    ['10.1.1.1', '10.1.1.2', '10.1.1.3', '10.1.1.4', '10.1.1.5', '10.1.1.6'],
    ['2001:db8:1::1', '2001:db8:1::2', '2001:0db8:0001:5::3', '2001:db8:1:7::4', '2001:db8:1::5', '2001:db8:1::6'],
    ['a.example.com', 'b.example.com', 'c.example.com', 'd.Example.com.', 'e.example.com', 'f.example.com'],
  ])('a network with a few hosts among many, tested side by side: %s, …', (...network) => {
    const place = new Place();
    place.see(hosts(100), 'answered');
    expect(place.see(network, 'failed')).not.toContain(true);
  });

  it('servers in many networks that die while others go on answering', () => {
    const place = new Place();
    place.see(hosts(60), 'answered');
    const answers = hosts(60, 100);
    hosts(30).forEach((dead, index) => {
      expect(place.see([dead], 'failed')).toEqual([false]);
      place.see(answers.slice(2 * index, 2 * index + 2), 'answered');
    });
  });

  it('timeouts of servers during which others have answered', () => {
    const place = new Place();
    place.see(hosts(60), 'answered');
    expect(place.see(hosts(30), 'failed', { tookMs: 30_000 })).not.toContain(true);
  });

  it('refusals, and failures of monitors that were not Up', () => {
    const place = new Place();
    place.see(hosts(20), 'answered');
    expect(place.see(hosts(20), 'failed', { well: false })).not.toContain(true);
    expect(place.see(hosts(20), 'unclear')).not.toContain(true);
  });
});
