import { describe, expect, it } from 'vitest';
import { LoginLimiter } from './login-limiter.js';

function guess(limiter: LoginLimiter, address: string, times: number): number[] {
  return Array.from({ length: times }, () => limiter.begin(address));
}

describe('the limit of failed logins', () => {
  it('lets ten tries a minute pass, then says how long to wait', () => {
    let now = 0;
    const limiter = new LoginLimiter(() => now);

    expect(guess(limiter, '192.0.2.1', 10)).toEqual(Array<number>(10).fill(0));
    now = 20_500;
    expect(limiter.begin('192.0.2.1')).toBe(40);
    expect(limiter.begin('192.0.2.2')).toBe(0);
    now = 60_000;
    expect(limiter.begin('192.0.2.1')).toBe(0);
  });

  it('does not let tries that were refused prolong the wait', () => {
    let now = 0;
    const limiter = new LoginLimiter(() => now);
    guess(limiter, '192.0.2.1', 10);
    for (now = 1000; now < 60_000; now += 1000) expect(limiter.begin('192.0.2.1')).toBeGreaterThan(0);

    expect(limiter.begin('192.0.2.1')).toBe(0);
  });

  it('forgets the tries of whoever knows the password', () => {
    const limiter = new LoginLimiter(() => 0);
    guess(limiter, '192.0.2.1', 10);
    limiter.succeeded('192.0.2.1');

    expect(limiter.begin('192.0.2.1')).toBe(0);
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9', true],
    ['2001:db8::1', '2001:db8:0:0:ffff::', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '::2', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
  ])('takes %s and %s for the same network: %s', (left, right, same) => {
    const limiter = new LoginLimiter(() => 0);
    guess(limiter, left, 10);

    expect(limiter.begin(right) > 0).toBe(same);
  });

  it('remembers only so many addresses', () => {
    const limiter = new LoginLimiter(() => 0);
    for (let index = 0; index < 20_000; index += 1) limiter.begin(`10.0.${Math.floor(index / 256)}.${index % 256}`);

    expect(guess(limiter, '10.0.0.0', 10)).toEqual(Array<number>(10).fill(0));
  });
});
