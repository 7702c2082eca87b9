import { InvalidArgumentError } from 'commander';

/** A parser for commander: a whole number within limits. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** The same for an option that may be given several values. */
export function wholeNumbers(least: number, most: number): (text: string, before: number[] | undefined) => number[] {
  const parse = wholeNumber(least, most);
  return (text, before = []) => [...before, parse(text)];
}

/** A parser for commander: any number above zero. */
export function positiveNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** How many monitors are tested how often. */
export interface Load {
  readonly monitors: number;
  readonly delaySeconds: number;
  /** Tests a second if a test took no time: monitors / delay. */
  readonly plannedPerSecond: number;
}

export interface LoadOptions {
  readonly monitors?: number | undefined;
  readonly delay?: number | undefined;
  readonly rate?: number | undefined;
}

const DEFAULT_RATE = 1000;
const DEFAULT_DELAY_SECONDS = 30;
/** What the API allows. */
const MIN_DELAY_SECONDS = 0.5;

/**
 * Fills in what was left out of monitors, delay and rate: rate = monitors / delay.
 * @throws Error when all three are given and do not fit, or when the delay comes out too short
 */
export function resolveLoad({ monitors, delay, rate }: LoadOptions): Load {
  if (monitors !== undefined && delay !== undefined && rate !== undefined) {
    throw new Error('--rate is --monitors / --delay: leave one of the three out');
  }
  const known = rate ?? (monitors !== undefined && delay !== undefined ? monitors / delay : DEFAULT_RATE);
  const delaySeconds = delay ?? (monitors === undefined ? DEFAULT_DELAY_SECONDS : round(monitors / known));
  const count = monitors ?? Math.max(1, Math.round(known * delaySeconds));
  if (delaySeconds < MIN_DELAY_SECONDS) {
    throw new Error(
      `the delay would be ${delaySeconds} s, and ${MIN_DELAY_SECONDS} s is the least: take more monitors`,
    );
  }
  return { monitors: count, delaySeconds, plannedPerSecond: count / delaySeconds };
}

/** Delays are kept to the millisecond. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
