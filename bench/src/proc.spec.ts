import { describe, expect, it } from 'vitest';
import { parseDroppedPackets, parseMachineCpu, parseSize, parseStat, readStat } from './proc.js';

const STAT =
  '22358 (postgres: a) (b) S 8123 22358 22358 0 -1 4194560 5521 17 0 0 120 45 30 12 20 0 1 0 271144 225484800 6105';

describe('parseStat', () => {
  it('reads past a command with spaces and parentheses', () => {
    expect(parseStat(STAT)).toEqual({ pid: 22358, parentPid: 8123, cpuMs: 1650, endedChildrenCpuMs: 420 });
  });

  it('refuses what is no such line', () => {
    expect(() => parseStat('')).toThrow(/not a line/);
    expect(() => parseStat('12 (node) S 1 2')).toThrow(/not a line/);
  });

  it('understands this very process', () => {
    expect(readStat(process.pid)).toMatchObject({ pid: process.pid, parentPid: process.ppid });
  });
});

describe('parseSize', () => {
  const STATUS = 'Name:\tnode\nVmPeak:\t  900 kB\nVmHWM:\t  200 kB\nVmRSS:\t  150 kB\nThreads:\t11\n';

  it('gives bytes', () => {
    expect(parseSize(STATUS, 'VmHWM')).toBe(204_800);
    expect(parseSize(STATUS, 'VmRSS')).toBe(153_600);
  });

  it('is undefined for what is not there or is no size', () => {
    expect(parseSize(STATUS, 'Pss')).toBeUndefined();
    expect(parseSize(STATUS, 'Threads')).toBeUndefined();
  });
});

describe('parseMachineCpu', () => {
  it('counts work, not waiting, and theft apart', () => {
    const text = 'cpu  100 10 50 9000 700 3 7 40 0 0\ncpu0 50 5 25 4500 350 1 3 20 0 0\nintr 5\n';
    expect(parseMachineCpu(text)).toEqual({ busyMs: 1700, stolenMs: 400 });
  });
});

describe('parseDroppedPackets', () => {
  it('sums the hexadecimal figures of all cores', () => {
    const text =
      'entries  insert_failed drop early_drop\n0003fffe  00000001 0000323e 00000003\n0003fffe  00000000 00000002 00000000\n';
    expect(parseDroppedPackets(text)).toBe(0x3240);
  });

  it('is 0 where nothing is tracked', () => {
    expect(parseDroppedPackets('')).toBe(0);
  });
});
