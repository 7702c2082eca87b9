import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AddressBusyError } from '@twotwenty/smtp/errors';
import { House, resultFrom } from './address-gate.fixture.js';

const TOO_MANY = '4.7.0 mx.test Error: too many connections from 192.0.2.9';

/** A probe that gets the slot of another one, which ends. */
async function nextProbe(house: House, other: { end: () => void }): ReturnType<House['probe']> {
  const next = house.probe();
  other.end();
  return next;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('AddressGates', () => {
  it('lets in two at once and the third when one has left', async () => {
    const house = new House(2, 0);
    const [first, second, third] = [await house.visit('a'), await house.visit('a'), await house.visit('a')];
    expect([first, second, third].map(({ visit }) => visit.admitted)).toEqual([true, true, false]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(third.turns).toEqual([]);
    second.end();
    await vi.advanceTimersByTimeAsync(5);
    expect(third.visit.admitted).toBe(true);
    expect(third.turns).toHaveLength(1);
  });

  it('spreads the visits of one address, and not those of others', async () => {
    const house = new House(100, 20);
    const visits = [];
    for (let index = 0; index < 4; index += 1) visits.push(await house.visit('a'));
    expect((await house.visit('b')).visit.admitted).toBe(true);
    const begun = performance.now();
    await vi.advanceTimersByTimeAsync(100);
    expect(visits.flatMap(({ turns }) => turns)).toEqual([begun + 20, begun + 40, begun + 60]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells a probe whose turn does not come in time that the address is busy, and serves those behind it', async () => {
    const house = new House(1, 0);
    const first = await house.visit('a');
    const impatient = await house.visit('a', 100);
    const patient = await house.visit('a');
    await vi.advanceTimersByTimeAsync(150);
    expect(impatient.turns).toEqual([expect.any(AddressBusyError)]);
    expect(String(impatient.turns[0])).toContain('address busy');
    first.end();
    await vi.advanceTimersByTimeAsync(5);
    expect(patient.visit.admitted).toBe(true);
    expect(impatient.turns).toHaveLength(1);
  });

  it('keeps nobody waiting whose turn can not come in time', async () => {
    const house = new House(1, 1000);
    await house.visit('a');
    for (let index = 0; index < 5; index += 1) await house.visit('a');
    const hopeless = await house.visit('a', 4000);
    await vi.advanceTimersByTimeAsync(1);
    expect(hopeless.turns).toEqual([expect.any(AddressBusyError)]);
  });

  it('gives the slot of a probe that waits to others, and begins with a slot again', async () => {
    const house = new House(1, 0, 2);
    const first = await house.visit('a');
    const waiting = await house.visit('a');
    expect(house.free).toBe(1);
    const elsewhere = await house.visit('b');
    expect(elsewhere.visit.admitted).toBe(true);
    first.visit.leave();
    await vi.advanceTimersByTimeAsync(10);
    // Its address is free, but both slots are taken.
    expect(waiting.visit.admitted).toBe(false);
    elsewhere.end();
    await vi.advanceTimersByTimeAsync(10);
    expect(waiting.visit.admitted).toBe(true);
    expect(house.free).toBe(0);
    waiting.end();
    first.end();
    expect(house.free).toBe(2);
  });

  it('lets the next one in when the one that was called leaves before it has a slot', async () => {
    const house = new House(1, 0, 2);
    const first = await house.visit('a');
    const called = await house.visit('a');
    const elsewhere = await house.visit('b');
    const { gate, seat } = await nextProbe(house, elsewhere);
    const next = gate.visit('a', () => undefined);
    const last = await house.visit('b');
    first.visit.leave();
    await vi.advanceTimersByTimeAsync(10);
    called.end();
    last.end();
    await vi.advanceTimersByTimeAsync(10);
    expect(called.turns).toEqual([]);
    expect(next.admitted).toBe(true);
    next.leave();
    seat.leave();
    first.end();
    expect(house.free).toBe(2);
  });

  it('passes a slot on that comes when the probe waits for another address only', async () => {
    const house = new House(1, 0, 3);
    const [atA, atB] = [await house.visit('a'), await house.visit('b')];
    const { gate } = await house.probe();
    const wanted = gate.visit('a', () => undefined);
    gate.visit('b', () => undefined);
    const elsewhere = await house.visit('c');
    atA.visit.leave();
    await vi.advanceTimersByTimeAsync(10);
    wanted.leave();
    elsewhere.end();
    await vi.advanceTimersByTimeAsync(10);
    expect(house.free).toBe(1);
    expect(atB.visit.admitted).toBe(true);
  });

  it('keeps the slot of a probe that waits for one address and is at another', async () => {
    const house = new House(1, 0);
    await house.visit('a');
    const before = house.free;
    const { gate, seat } = await house.probe();
    const there = gate.visit('b', () => undefined);
    gate.visit('a', () => undefined);
    expect(house.free).toBe(before - 1);
    there.leave();
    expect(seat.isTaken).toBe(false);
    await vi.advanceTimersByTimeAsync(70);
    gate.visit('b', () => undefined);
    await vi.advanceTimersByTimeAsync(1);
    expect(seat.isTaken).toBe(true);
    expect(gate.waitedMs).toBeGreaterThanOrEqual(70);
    expect(gate.waitedMs).toBeLessThan(80);
  });
});

describe('back-off', () => {
  const lengthen = async (house: House, times: number): Promise<void> => {
    for (let index = 0; index < times; index += 1) {
      house.heed(resultFrom('a', 421, TOO_MANY));
      await vi.advanceTimersByTimeAsync(5000);
    }
  };

  it('lets in one at a time with a pause that doubles up to 5 s, and tells of it once', async () => {
    const house = new House();
    await lengthen(house, 9);
    const first = await house.visit('a');
    const second = await house.visit('a');
    expect([first, second].map(({ visit }) => visit.admitted)).toEqual([true, false]);
    const begun = performance.now();
    first.end();
    await vi.advanceTimersByTimeAsync(4000);
    expect(second.turns).toEqual([]);
    await vi.advanceTimersByTimeAsync(1001);
    expect(second.turns).toEqual([begun + 5000]);
    expect(house.backOffs).toEqual([['a', 1000]]);
  });

  it('counts sessions that were turned away together as one', async () => {
    const house = new House();
    for (let index = 0; index < 10; index += 1) house.heed(resultFrom('a', 421, TOO_MANY));
    (await house.visit('a')).end();
    const second = await house.visit('a');
    const begun = performance.now();
    await vi.advanceTimersByTimeAsync(1001);
    expect(second.turns).toEqual([begun + 1000]);
  });

  it('goes easy on a server that serves nobody, but still sees it fail', async () => {
    const house = new House();
    for (let index = 0; index < 10; index += 1) {
      house.heed(resultFrom('a', 421, 'mx.test closing for maintenance'));
      await vi.advanceTimersByTimeAsync(5000);
    }
    (await house.visit('a')).end();
    const second = await house.visit('a');
    const begun = performance.now();
    await vi.advanceTimersByTimeAsync(1001);
    expect(second.turns).toEqual([begun + 250]);
    expect(house.backOffs).toEqual([['a', 250]]);
  });

  it('comes back by halves with each session that is served, also for those who wait already', async () => {
    const house = new House();
    await lengthen(house, 2);
    const first = await house.visit('a');
    first.end();
    const second = await house.visit('a');
    house.heed(resultFrom('a', 220));
    await vi.advanceTimersByTimeAsync(1001);
    expect(second.turns).toHaveLength(1);
    house.heed(resultFrom('a', null));
    for (let index = 0; index < 5; index += 1) house.heed(resultFrom('a', 220));
    expect(house.backOffs).toEqual([['a', 1000]]);
    house.heed(resultFrom('a', 220));
    expect(house.backOffs).toEqual([
      ['a', 1000],
      ['a', null],
    ]);
    house.heed(resultFrom('a', 220));
    expect(house.backOffs).toHaveLength(2);
  });

  it.each([
    [450, '4.7.1 Error: too much mail from 192.0.2.9'],
    [452, 'Too many concurrent SMTP connections; please try again later.'],
    [451, '4.3.2 Connection rate limit exceeded.'],
    [554, '5.7.1 the maximum number of concurrent server connections has exceeded a limit'],
    [550, 'sessions per address are throttled'],
  ])('begins with a greeting %i %s', (code, text) => {
    const house = new House();
    house.heed(resultFrom('a', code, text));
    expect(house.backOffs).toEqual([['a', 1000]]);
  });

  it.each([
    [220, 'too many connections? not here'],
    [554, '5.7.1 no SMTP service here'],
    [450, 'greylisted'],
    [null, ''],
  ])('does not begin with %s %s', (code, text) => {
    const house = new House();
    house.heed(resultFrom('a', code, text));
    house.heed(resultFrom(null, 421, TOO_MANY));
    expect(house.backOffs).toEqual([]);
  });
});

describe('an address at which nobody is', () => {
  it('may be tried by more at once, until somebody is there again', async () => {
    const house = new House(2, 0);
    const attempts = await Promise.all(Array.from({ length: 12 }, () => house.visit('a')));
    const tried = (): number => attempts.filter(({ visit }) => visit.admitted).length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(tried()).toBe(2);
    const { gate, seat } = await house.probe();
    gate.visit('a', () => undefined);
    house.gates.heed(resultFrom(null, null), gate);
    seat.leave();
    await vi.advanceTimersByTimeAsync(100);
    expect(tried()).toBe(10);
    house.heed(resultFrom('a', 220));
    attempts[0]?.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(tried()).toBe(9);
  });
});

describe('an address at which somebody is', () => {
  const attemptsAtOnce = async (house: House): Promise<number> => {
    const attempts = await Promise.all(Array.from({ length: 12 }, () => house.visit('a')));
    await vi.advanceTimersByTimeAsync(5000);
    return attempts.filter(({ visit }) => visit.admitted).length;
  };
  const gateAt = async (house: House) => {
    const { gate, seat } = await house.probe();
    gate.visit('a', () => undefined).leave();
    seat.leave();
    return gate;
  };

  it('is not tried by more because a port of it refuses', async () => {
    const house = new House(2, 0);
    const refused = resultFrom(null, null);
    const failure = { phase: 'connect', code: 'connect-refused', message: 'x' } as const;
    house.gates.heed({ ...refused, failure }, await gateAt(house));
    expect(await attemptsAtOnce(house)).toBe(2);
  });

  it('is not tried by more because another port of it is silent', async () => {
    const house = new House(2, 0);
    (await house.visit('a')).end();
    house.heed(resultFrom('a', 220));
    house.gates.heed(resultFrom(null, null), await gateAt(house));
    expect(await attemptsAtOnce(house)).toBe(2);
  });
});

describe('the memory of addresses', () => {
  it('is bounded by what was visited lately, and keeps who is in use or has turned us away', async () => {
    const house = new House();
    const inUse = await house.visit('in use');
    house.heed(resultFrom('strict', 421, TOO_MANY));
    for (let index = 0; index < 20_000; index += 1) {
      (await house.visit(`a${index}`)).end();
      if (index % 10 === 0) await vi.advanceTimersByTimeAsync(1000);
    }
    expect(house.gates.size).toBeLessThan(1000);
    expect(inUse.visit.admitted).toBe(true);
    expect(house.backOffs).toEqual([
      ['strict', 1000],
      ['strict', null],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
