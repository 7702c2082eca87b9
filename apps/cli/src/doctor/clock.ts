import { type Finding, ok, warning } from './finding.js';

const TOLERANCE_MS = 2000;

/** Compares this machine's clock with that of a server. @param aheadMs how far that one is ahead, milliseconds */
export function checkClock(whose: string, aheadMs: number): Finding {
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  if (Math.abs(aheadMs) <= TOLERANCE_MS) return ok('clock', `Agrees with that of ${whose} (${seconds} s apart).`);
  return warning(
    'clock',
    `This machine's clock is ${seconds} s ${aheadMs > 0 ? 'behind' : 'ahead of'} that of ${whose}.`,
    'Let an NTP service set the clocks of both machines.',
  );
}
