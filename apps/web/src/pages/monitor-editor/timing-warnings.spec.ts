import { describe, expect, it } from 'vitest';
import type { MonitorValues } from './monitor-values.js';
import { newMonitorValues } from './new-monitor.js';
import { timingWarnings } from './timing-warnings.js';

const usual = newMonitorValues({ sites: ['default'] });
const warned = (change: Partial<MonitorValues>) => timingWarnings({ ...usual, ...change });

describe('timingWarnings', () => {
  it('has nothing to say about the defaults', () => {
    expect(warned({})).toEqual([]);
  });

  it('warns of a delay of a few seconds, naming the shortest', () => {
    const [busy] = warned({
      'timing.delaySeconds.warn': 5,
      'timing.delaySeconds.down': 2,
      'timing.maxTestDurationSeconds': 10,
    });
    expect(busy?.field).toBe('timing.delaySeconds.down');
    expect(busy?.text).toContain('While Down the server is asked for up to 1,800 sessions an hour.');
    expect(busy?.text).toContain('reverse DNS');
    expect(busy?.text).toContain('Choose 10 seconds or more.');
  });

  it('counts all sites together', () => {
    const sites = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(warned({ sites: sites.slice(0, 6) })).toEqual([]);
    const [busy] = warned({ sites });
    expect(busy?.text).toContain('up to 420 sessions an hour from 7 sites together');
    expect(busy?.text).toContain('Choose 70 seconds or more, or fewer sites.');
  });

  it('warns of a test that may take longer than the delay', () => {
    const [long, ...others] = warned({ 'timing.maxTestDurationSeconds': 90 });
    expect(others).toEqual([]);
    expect(long?.text).toContain('A test may take 90 seconds, longer than the delay while Warn:');
  });

  it('warns of a test that ends before a server has looked us up', () => {
    const [short] = warned({ 'timing.maxTestDurationSeconds': 2 });
    expect(short?.text).toContain('in 2 s a server that is well may fail');
  });

  it.each(['', 'abc', 0, -1])('says nothing of what is no number yet: %j', (value) => {
    expect(warned({ 'timing.maxTestDurationSeconds': value, 'timing.delaySeconds.up': value })).toEqual([]);
  });
});
