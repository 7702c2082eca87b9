import type { AvailabilityWindow } from '@twotwenty/contracts/availability';
import { formatDuration } from '../../time/relative-time.js';

const TITLES: Readonly<Record<number, string>> = {
  24: '24 hours',
  168: '7 days',
  720: '30 days',
  2160: '90 days',
};

export function windowTitle(hours: AvailabilityWindow['hours']): string {
  return TITLES[hours] ?? `${hours} hours`;
}

const percentFormat = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 3 });
const roughPercentFormat = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const ALMOST = 0.99999;

/** Rounded down above 99 %, so that only what was never out is 100 %. */
export function percentage(share: number): string {
  if (share < 1 && share > ALMOST) return `> ${percentFormat.format(ALMOST)}`;
  return percentFormat.format(Math.floor(share * 100_000) / 100_000);
}

/** `2 outages, 14 min`, `No outage`. */
export function outageWords({ availability, outages, downtimeSeconds }: AvailabilityWindow): string {
  if (outages === 0) return availability === null ? 'Nothing to tell from' : 'No outage';
  return `${outages === 1 ? '1 outage' : `${outages} outages`}, ${formatDuration(downtimeSeconds * 1000)}`;
}

/** `All of it tested`, `42 % tested`. */
export function coverageWords({ coverage }: AvailabilityWindow): string {
  if (coverage === 0) return 'Not tested';
  if (coverage < 0.01) return `Less than ${roughPercentFormat.format(0.01)} tested`;
  return `${roughPercentFormat.format(Math.floor(coverage * 100) / 100)} tested`;
}
